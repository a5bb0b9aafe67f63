/** A button that opens a note above the page; Escape, or a click elsewhere, closes it. */
import { useId } from "react";
import type { ComponentProps, ReactNode } from "react";
import { placeNear } from "./menu.ts";

interface NoteProps {
  readonly label: string;
  /** The button's own attributes and content. */
  readonly button: Omit<ComponentProps<"button">, "type" | "popoverTarget">;
  readonly children: ReactNode;
}

export function Note({ label, button, children }: NoteProps) {
  const id = useId();
  return (
    <>
      <button {...button} type="button" popoverTarget={id} />
      <div
        id={id}
        popover="auto"
        role="dialog"
        aria-label={label}
        className="note"
        onBeforeToggle={({ newState, currentTarget }) => {
          const opener = currentTarget.previousElementSibling;
          if (newState === "open" && opener !== null) placeNear(currentTarget, opener);
        }}
      >
        {children}
      </div>
    </>
  );
}
