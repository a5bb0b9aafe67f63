/** One condition of the query: what it says, and how to turn it round, change it and take it away. */
import { observer } from "mobx-react-lite";
import { useId, useRef } from "react";
import { usePage } from "../../page/usePage.ts";
import { hasFields } from "../../queries/condition.ts";
import type { Term } from "../../queries/condition.ts";
import { conditionWords } from "../../queries/words.ts";
import { CrossIcon } from "../../ui/icons.tsx";
import { ConditionFields } from "./ConditionFields.tsx";

interface ConditionChipProps {
  readonly term: Term;
  readonly place: number;
  readonly onRemove: () => void;
}

export const ConditionChip = observer(function ConditionChip({
  term: { condition, not },
  place,
  onRemove,
}: ConditionChipProps) {
  const { query } = usePage();
  const [id, opener] = [useId(), useRef<HTMLButtonElement>(null)];
  const words = conditionWords(condition, query.vocabulary);
  const open = query.edited === place;
  const close = () => {
    query.edit(null);
    opener.current?.focus();
  };
  return (
    <li className="term">
      <div className="term-head">
        <button
          type="button"
          className="term-not"
          aria-pressed={not}
          aria-label={`Not ${words}`}
          title="Those of which this is not so"
          onClick={() => {
            query.negate(place);
          }}
        >
          not
        </button>
        {hasFields(condition) ? (
          <button
            ref={opener}
            type="button"
            className="term-words"
            aria-expanded={open}
            aria-controls={id}
            title="Change this condition"
            onClick={() => {
              query.edit(place);
            }}
          >
            {words}
          </button>
        ) : (
          <span className="term-words">{words}</span>
        )}
        <button
          type="button"
          className="round"
          aria-label={`Remove ${words}`}
          title="Remove this condition"
          onClick={() => {
            query.remove(place);
            onRemove();
          }}
        >
          <CrossIcon />
        </button>
      </div>
      <div id={id} hidden={!open}>
        {open && (
          <ConditionFields
            condition={condition}
            onChange={(changed) => {
              query.replace(place, changed);
            }}
            onDone={close}
          />
        )}
      </div>
    </li>
  );
});
