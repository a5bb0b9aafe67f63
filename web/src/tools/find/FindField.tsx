/** The field for typed conditions: suggests completions, and explains what it does not understand. */
import { observer } from "mobx-react-lite";
import { useId, useState } from "react";
import type { KeyboardEvent } from "react";
import { usePage } from "../../page/usePage.ts";
import type { Term } from "../../queries/condition.ts";
import { notUnderstood, suggestionsFor } from "../../queries/parsing.ts";
import type { NotUnderstood } from "../../queries/parsing.ts";
import { termText } from "../../queries/text.ts";

export const FindField = observer(function FindField() {
  const { query } = usePage();
  const { vocabulary } = query;
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const [focused, setFocused] = useState(false);
  const [answer, setAnswer] = useState<NotUnderstood | null>(null);
  const id = useId();
  const suggestions = suggestionsFor(text, vocabulary);
  const open = focused && suggestions.length > 0;

  const type = (typed: string) => {
    setText(typed);
    setActive(0);
    setAnswer(null);
  };
  const add = ({ condition, not }: Term) => {
    query.add(condition, not);
    type("");
  };
  const enter = () => {
    const term = suggestions[active];
    if (term !== undefined) add(term);
    else if (text.trim() !== "") setAnswer(notUnderstood(text, vocabulary));
  };
  const move = (step: number) => {
    if (open) setActive((active + step + suggestions.length) % suggestions.length);
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
      <label htmlFor={id}>Type a condition</label>
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
        aria-activedescendant={open ? `${id}-${active}` : undefined}
        onChange={(event) => {
          type(event.target.value);
        }}
        onKeyDown={press}
        onFocus={() => {
          setFocused(true);
        }}
        onBlur={() => {
          setFocused(false);
        }}
      />
      <ul id={`${id}-list`} role="listbox" className="suggestions" aria-label="Suggestions" hidden={!open}>
        {suggestions.map((term, index) => (
          // On pointer down: the list closes when the field loses the focus.
          <li
            key={index}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            onPointerDown={(event) => {
              event.preventDefault();
              add(term);
            }}
          >
            {termText(term, vocabulary)}
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

/** Return an example with the shortest class names, which fit into the field. */
function exampleOf(classes: readonly string[]): string {
  const [first, second] = classes.toSorted((one, other) => one.length - other.length);
  return ["forgotten 2", ...(first === undefined || second === undefined ? [] : [`${first} as ${second}`])].join(
    ", or ",
  );
}
