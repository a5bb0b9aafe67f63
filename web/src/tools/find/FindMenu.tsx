/** The menu of all kinds of conditions. */
import { observer } from "mobx-react-lite";
import { useId, useRef, useState } from "react";
import type { RefObject } from "react";
import { usePage } from "../../page/usePage.ts";
import { defaultCondition, kindsIn } from "../../queries/condition.ts";
import type { Kind } from "../../queries/condition.ts";
import { KIND_LABELS } from "../../queries/text.ts";
import { PlusIcon } from "../../ui/icons.tsx";
import { itemsOf, moveFocus, placeUnder } from "../../ui/menu.ts";

export const FindMenu = observer(function FindMenu({ button }: { button: RefObject<HTMLButtonElement | null> }) {
  const { query } = usePage();
  const [open, show] = useState(false);
  const [menu, id] = [useRef<HTMLDivElement>(null), useId()];
  const begin = (kind: Kind) => {
    // First, because it returns the focus to the button; then the fields of the condition take it.
    menu.current?.hidePopover();
    query.begin(defaultCondition(kind, query.vocabulary));
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className="add-condition"
        aria-haspopup="menu"
        aria-expanded={open}
        popoverTarget={id}
      >
        <PlusIcon /> Add a condition
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        role="menu"
        tabIndex={-1}
        aria-label="Add a condition"
        className="menu"
        onKeyDown={moveFocus}
        onBeforeToggle={(event) => {
          if (event.newState !== "open" || button.current === null) return;
          placeUnder(event.currentTarget, button.current);
          event.currentTarget.style.minWidth = `${button.current.offsetWidth}px`;
        }}
        onToggle={(event) => {
          show(event.newState === "open");
          if (event.newState === "open") itemsOf(event.currentTarget)[0]?.focus();
        }}
      >
        {kindsIn(query.vocabulary).map((kind) => (
          <button
            key={kind}
            type="button"
            role="menuitem"
            tabIndex={-1}
            className="menu-item"
            onClick={() => {
              begin(kind);
            }}
          >
            {KIND_LABELS[kind]}
          </button>
        ))}
      </div>
    </>
  );
});
