/** One condition of the query, with buttons to negate, edit and remove it. */
import { observer } from "mobx-react-lite";
import { useId, useRef } from "react";
import { usePage } from "../../page/usePage.ts";
import { hasFields } from "../../queries/condition.ts";
import type { Term } from "../../queries/condition.ts";
import { conditionText } from "../../queries/text.ts";
import { CrossIcon } from "../../ui/icons.tsx";
import { ConditionFields } from "./ConditionFields.tsx";

interface ConditionChipProps {
  readonly term: Term;
  readonly index: number;
  readonly onRemove: () => void;
}

export const ConditionChip = observer(function ConditionChip({
  term: { condition, not },
  index,
  onRemove,
}: ConditionChipProps) {
  const { query } = usePage();
  const [id, opener] = [useId(), useRef<HTMLButtonElement>(null)];
  const text = conditionText(condition, query.vocabulary);
  const open = query.edited === index;
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
          aria-label={`Not ${text}`}
          title="Exclude matches"
          onClick={() => {
            query.negate(index);
          }}
        >
          not
        </button>
        {hasFields(condition) ? (
          <button
            ref={opener}
            type="button"
            className="term-text"
            aria-expanded={open}
            aria-controls={id}
            title="Edit this condition"
            onClick={() => {
              query.edit(index);
            }}
          >
            {text}
          </button>
        ) : (
          <span className="term-text">{text}</span>
        )}
        <button
          type="button"
          className="round"
          aria-label={`Remove ${text}`}
          title="Remove this condition"
          onClick={() => {
            query.remove(index);
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
              query.replace(index, changed);
            }}
            onDone={close}
          />
        )}
      </div>
    </li>
  );
});
