/** Finds samples by how the network predicted them over the epochs. */
import { observer } from "mobx-react-lite";
import { useRef } from "react";
import { usePage } from "../../page/usePage.ts";
import { defaultCondition, kindsIn } from "../../queries/condition.ts";
import type { Kind } from "../../queries/condition.ts";
import { ConditionChip } from "./ConditionChip.tsx";
import { FindField } from "./FindField.tsx";
import { FindMenu } from "./FindMenu.tsx";
import { FindResult } from "./FindResult.tsx";

const COMMON: readonly (readonly [kind: Kind, label: string])[] = [
  ["wrong", "Misclassified"],
  ["right_then_wrong", "Newly misclassified"],
  ["never_learned", "Never learned"],
  ["forgotten", "Forgotten"],
];

export const FindSamples = observer(function FindSamples() {
  const { query } = usePage();
  const addButton = useRef<HTMLButtonElement>(null);
  // The element that had the focus is gone.
  const refocus = () => {
    addButton.current?.focus();
  };
  return (
    <>
      <FindField />
      <CommonConditions />
      <FindMenu button={addButton} />
      {query.empty ? (
        <Purpose />
      ) : (
        <>
          <ul className="terms" aria-label="Conditions">
            {query.terms.map((term, index) => (
              <ConditionChip key={index} index={index} term={term} onRemove={refocus} />
            ))}
          </ul>
          <FindResult onClear={refocus} />
        </>
      )}
    </>
  );
});

function Purpose() {
  return (
    <p className="hint">
      Find the samples that the network misclassifies, forgets or never learns. All conditions must match. Samples that
      don’t match are grayed out; the result follows the slider.
    </p>
  );
}

const CommonConditions = observer(function CommonConditions() {
  const { query } = usePage();
  const { vocabulary } = query;
  const available = kindsIn(vocabulary);
  const isFirst = vocabulary.epochs[0] === vocabulary.epoch;
  return (
    <div className="chips" role="group" aria-label="Common conditions">
      {COMMON.filter(([kind]) => available.includes(kind)).map(([kind, label]) => (
        <button
          key={kind}
          type="button"
          disabled={kind === "right_then_wrong" && isFirst}
          onClick={() => {
            query.add(defaultCondition(kind, vocabulary));
          }}
        >
          {label}
        </button>
      ))}
    </div>
  );
});
