/** Finds samples by what the network made of them over the epochs. */
import { observer } from "mobx-react-lite";
import { useRef } from "react";
import { usePage } from "../../page/usePage.ts";
import { kindsIn, usualCondition } from "../../queries/condition.ts";
import type { Kind } from "../../queries/condition.ts";
import { ConditionChip } from "./ConditionChip.tsx";
import { FindField } from "./FindField.tsx";
import { FindMenu } from "./FindMenu.tsx";
import { FindResult } from "./FindResult.tsx";

const COMMON: readonly (readonly [kind: Kind, name: string])[] = [
  ["wrong", "Wrong now"],
  ["right_then_wrong", "Right before, wrong now"],
  ["never_learned", "Never learned"],
  ["forgotten", "Forgotten"],
];

export const FindSamples = observer(function FindSamples() {
  const { query } = usePage();
  const adder = useRef<HTMLButtonElement>(null);
  // What had the focus is gone.
  const goOn = () => {
    adder.current?.focus();
  };
  return (
    <>
      <FindField />
      <CommonConditions />
      <FindMenu button={adder} />
      {query.empty ? (
        <Purpose />
      ) : (
        <>
          <ul className="terms" aria-label="Conditions">
            {query.terms.map((term, place) => (
              <ConditionChip key={place} place={place} term={term} onRemove={goOn} />
            ))}
          </ul>
          <FindResult onClear={goOn} />
        </>
      )}
    </>
  );
});

function Purpose() {
  return (
    <p className="hint">
      Find the samples that the network gets wrong, forgets, never learns or takes for something else. Several
      conditions must all hold. What does not match turns gray in the picture, at every epoch anew.
    </p>
  );
}

const CommonConditions = observer(function CommonConditions() {
  const { query } = usePage();
  const { vocabulary } = query;
  const offered = kindsIn(vocabulary);
  const isFirst = vocabulary.epochs[0] === vocabulary.epoch;
  return (
    <div className="chips" role="group" aria-label="Common conditions">
      {COMMON.filter(([kind]) => offered.includes(kind)).map(([kind, name]) => (
        <button
          key={kind}
          type="button"
          disabled={kind === "right_then_wrong" && isFirst}
          onClick={() => {
            query.add(usualCondition(kind, vocabulary));
          }}
        >
          {name}
        </button>
      ))}
    </div>
  );
});
