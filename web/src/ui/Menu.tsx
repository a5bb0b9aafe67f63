/** A button that opens a menu above the page. */
import { useId, useRef, useState } from "react";
import type { ComponentProps } from "react";
import { itemsOf, moveFocus, placeUnder } from "./menu.ts";

export interface MenuItem {
  readonly id: string;
  /** The heading over it and its neighbors of the same group. */
  readonly group?: string;
  readonly label: string;
  readonly hint?: string;
  /** A disabled item stays reachable, because its hint says why. */
  readonly disabled?: boolean;
  /** Whether it is the chosen one of its group; choosing another leaves the menu open. */
  readonly checked?: boolean;
  readonly onChoose: () => void;
}

interface MenuProps {
  readonly label: string;
  readonly items: readonly MenuItem[];
  /** The button's own attributes and content. */
  readonly button: Omit<ComponentProps<"button">, "type" | "popoverTarget" | "aria-haspopup" | "aria-expanded">;
}

export function Menu({ label, items, button }: MenuProps) {
  const [open, show] = useState(false);
  const [menu, id] = [useRef<HTMLDivElement>(null), useId()];
  const choose = ({ disabled = false, checked, onChoose }: MenuItem) => {
    if (disabled) return;
    // First, because it returns the focus to the button; then what the item does may take it.
    if (checked === undefined) menu.current?.hidePopover();
    onChoose();
  };
  return (
    <>
      <button {...button} type="button" aria-haspopup="menu" aria-expanded={open} popoverTarget={id} />
      <div
        ref={menu}
        id={id}
        popover="auto"
        role="menu"
        tabIndex={-1}
        aria-label={label}
        className="menu"
        onKeyDown={moveFocus}
        onBeforeToggle={({ newState, currentTarget }) => {
          const opener = currentTarget.previousElementSibling;
          if (newState === "open" && opener instanceof HTMLElement) placeUnder(currentTarget, opener);
        }}
        onToggle={({ newState, currentTarget }) => {
          show(newState === "open");
          if (newState === "open") itemsOf(currentTarget)[0]?.focus();
        }}
      >
        {groupsOf(items).map(([group, members]) => (
          <div key={group} role="group" className="menu-group" aria-label={group}>
            {group !== "" && <span className="menu-heading">{group}</span>}
            {members.map((item) => (
              <Item
                key={item.id}
                item={item}
                onChoose={() => {
                  choose(item);
                }}
              />
            ))}
          </div>
        ))}
      </div>
    </>
  );
}

/** Items by their group, in the order of the first of each. */
function groupsOf(items: readonly MenuItem[]): [group: string, members: MenuItem[]][] {
  const groups = new Map<string, MenuItem[]>();
  for (const item of items) groups.set(item.group ?? "", [...(groups.get(item.group ?? "") ?? []), item]);
  return [...groups];
}

function Item({
  item: { label, hint, disabled = false, checked },
  onChoose,
}: {
  item: MenuItem;
  onChoose: () => void;
}) {
  const id = useId();
  return (
    <button
      type="button"
      role={checked === undefined ? "menuitem" : "menuitemradio"}
      aria-checked={checked}
      tabIndex={-1}
      className="menu-item"
      aria-label={label}
      aria-describedby={hint === undefined ? undefined : id}
      aria-disabled={disabled}
      onClick={onChoose}
    >
      {label}
      {hint !== undefined && (
        <span id={id} className="menu-hint">
          {hint}
        </span>
      )}
    </button>
  );
}
