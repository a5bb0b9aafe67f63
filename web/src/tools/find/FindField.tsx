/** Takes conditions in words: suggests what these may mean, and answers those that mean nothing. */
import { observer } from "mobx-react-lite";
import { useId, useState } from "react";
import type { KeyboardEvent } from "react";
import { usePage } from "../../page/usePage.ts";
import type { Term } from "../../queries/condition.ts";
import { notUnderstood, suggestionsFor } from "../../queries/reading.ts";
import type { NotUnderstood } from "../../queries/reading.ts";
import { termWords } from "../../queries/words.ts";

export const FindField = observer(function FindField() {
  const { query } = usePage();
  const { vocabulary } = query;
  const [text, setText] = useState("");
  const [pointed, point] = useState(0);
  const [focused, focus] = useState(false);
  const [answer, tell] = useState<NotUnderstood | null>(null);
  const id = useId();
  const suggestions = suggestionsFor(text, vocabulary);
  const open = focused && suggestions.length > 0;

  const type = (typed: string) => {
    setText(typed);
    point(0);
    tell(null);
  };
  const add = ({ condition, not }: Term) => {
    query.add(condition, not);
    type("");
  };
  const enter = () => {
    const term = suggestions[pointed];
    if (term !== undefined) add(term);
    else if (text.trim() !== "") tell(notUnderstood(text, vocabulary));
  };
  const move = (step: number) => {
    if (open) point((pointed + step + suggestions.length) % suggestions.length);
  };
  const keys: Record<string, () => void> = {
    Enter: enter,
    ArrowDown: () => {
      move(1);
    },
    ArrowUp: () => {
      move(-1);
    },
    Escape: () => {
      type("");
    },
  };
  const press = (event: KeyboardEvent) => {
    const intent = keys[event.key];
    if (intent === undefined) return;
    event.preventDefault();
    intent();
  };

  return (
    <div className="field find-field">
      <label htmlFor={id}>In words</label>
      <input
        id={id}
        type="text"
        role="combobox"
        className="search"
        autoComplete="off"
        spellCheck={false}
        placeholder={exampleOf(vocabulary.classes)}
        value={text}
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={open ? `${id}-${pointed}` : undefined}
        onChange={(event) => {
          type(event.target.value);
        }}
        onKeyDown={press}
        onFocus={() => {
          focus(true);
        }}
        onBlur={() => {
          focus(false);
        }}
      />
      <ul id={`${id}-list`} role="listbox" className="suggestions" aria-label="What it may mean" hidden={!open}>
        {suggestions.map((term, at) => (
          // Before the field loses the focus, and the list is gone.
          <li
            key={at}
            id={`${id}-${at}`}
            role="option"
            tabIndex={-1}
            aria-selected={at === pointed}
            onPointerDown={(event) => {
              event.preventDefault();
              add(term);
            }}
          >
            {termWords(term, vocabulary)}
          </li>
        ))}
      </ul>
      {answer !== null && (
        <div className="find-answer" role="alert">
          <p className="find-problem">{answer.problem}</p>
          <p className="hint">{answer.help}</p>
        </div>
      )}
    </div>
  );
});

/** With short names, which fit. */
function exampleOf(classes: readonly string[]): string {
  const [first, second] = classes.toSorted((one, other) => one.length - other.length);
  return ["forgotten 2", ...(first === undefined || second === undefined ? [] : [`${first} as ${second}`])].join(
    ", or ",
  );
}
