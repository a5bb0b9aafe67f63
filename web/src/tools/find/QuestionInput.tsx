/** A field for questions with the list of suggestions under it. */
import { observer } from "mobx-react-lite";
import type { KeyboardEvent, ReactNode, Ref } from "react";
import { usePage } from "../../page/usePage.ts";
import { queryText } from "../../queries/text.ts";
import type { DraftStore } from "./DraftStore.ts";

interface QuestionInputProps {
  readonly draft: DraftStore;
  readonly id: string;
  /** Its accessible name, where no label is on the page. */
  readonly name?: string;
  readonly placeholder: string;
  readonly input?: Ref<HTMLInputElement>;
  /** After a question was taken, or Escape pressed with nothing typed. */
  readonly onDone?: () => void;
  /** What follows the suggestions. */
  readonly foot?: ReactNode;
}

export const QuestionInput = observer(function QuestionInput({
  draft,
  id,
  name,
  placeholder,
  input,
  onDone = () => undefined,
  foot,
}: QuestionInputProps) {
  const isOpen = draft.open && (draft.suggestions.length > 0 || draft.answer !== null);
  const keys: Record<string, () => void> = {
    Enter: () => {
      void draft.submit().then((taken) => {
        if (taken) onDone();
      });
    },
    ArrowDown: () => {
      draft.move(1);
    },
    ArrowUp: () => {
      draft.move(-1);
    },
    Escape: () => {
      if (!draft.escape()) onDone();
    },
  };
  const press = (event: KeyboardEvent) => {
    const intent = keys[event.key];
    if (intent === undefined) return;
    event.preventDefault();
    intent();
  };
  return (
    <>
      <input
        ref={input}
        id={id}
        type="text"
        role="combobox"
        className="search"
        autoComplete="off"
        spellCheck={false}
        aria-label={name}
        placeholder={placeholder}
        value={draft.text}
        aria-expanded={isOpen}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && draft.active >= 0 ? `${id}-${draft.active}` : undefined}
        onChange={(event) => {
          draft.type(event.target.value);
        }}
        onKeyDown={press}
        onFocus={() => {
          draft.enter();
        }}
      />
      <div className="suggestions" hidden={!isOpen}>
        {draft.answer !== null && (
          <p role="alert" className="find-problem">
            {draft.answer.problem}
          </p>
        )}
        {draft.heading !== null && <p className="suggestions-heading">{draft.heading}</p>}
        <Suggestions draft={draft} id={id} onDone={onDone} />
        {foot}
      </div>
    </>
  );
});

const Suggestions = observer(function Suggestions({
  draft,
  id,
  onDone,
}: Required<Pick<QuestionInputProps, "draft" | "id" | "onDone">>) {
  const { query } = usePage();
  return (
    <ul id={`${id}-list`} role="listbox" aria-label="Suggestions">
      {draft.suggestions.map((question, index) => (
        // On pointer down: the list closes when the field loses the focus.
        <li
          key={index}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === draft.active}
          onPointerDown={(event) => {
            event.preventDefault();
            draft.choose(question);
            onDone();
          }}
        >
          {queryText(question, query.vocabulary)}
        </li>
      ))}
    </ul>
  );
});

/** Return what an element needs to tell that the focus left it and all inside. */
export function leaveHandler(onLeave: () => void) {
  return {
    onBlur: ({ currentTarget, relatedTarget }: { currentTarget: Element; relatedTarget: EventTarget | null }) => {
      if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) onLeave();
    },
  };
}
