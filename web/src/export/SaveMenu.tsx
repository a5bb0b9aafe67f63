/** Saves the plot, or the whole training as a video. */
import { observer } from "mobx-react-lite";
import { useEffect, useId, useRef, useState } from "react";
import { isAvailable, nameOf, run, tooltipOf } from "../ui/action.ts";
import { SaveIcon } from "../ui/icons.tsx";
import { itemsOf, moveFocus, placeUnder } from "../ui/menu.ts";
import { percent } from "../ui/format.ts";
import { SAVE_ACTIONS } from "./actions.ts";
import type { SaveStore } from "./SaveStore.ts";

export const SaveMenu = observer(function SaveMenu({ save }: { save: SaveStore }) {
  const [open, show] = useState(false);
  const [button, menu, id] = [useRef<HTMLButtonElement>(null), useRef<HTMLDivElement>(null), useId()];
  const close = () => {
    menu.current?.hidePopover();
  };
  return (
    <div className="tool">
      <button
        ref={button}
        type="button"
        className="round"
        aria-label="Save"
        title="Save the plot or a video"
        aria-haspopup="menu"
        aria-expanded={open}
        disabled={!save.canSave}
        popoverTarget={id}
      >
        <SaveIcon />
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        role="menu"
        tabIndex={-1}
        aria-label="Save"
        className="menu"
        onKeyDown={moveFocus}
        onBeforeToggle={(event) => {
          if (event.newState === "open" && button.current !== null) placeUnder(event.currentTarget, button.current);
        }}
        onToggle={(event) => {
          show(event.newState === "open");
          if (event.newState === "open") itemsOf(event.currentTarget)[0]?.focus();
        }}
      >
        {SAVE_ACTIONS.map((action) => (
          <Item
            key={action.id}
            label={nameOf(action, save)}
            hint={tooltipOf(action, save)}
            disabled={!isAvailable(action, save)}
            onChoose={() => {
              close();
              run(action, save);
            }}
          />
        ))}
      </div>
      <p className="tool-note" role="status">
        {save.problem !== null && `Couldn’t save: ${save.problem}`}
      </p>
      {save.recorded !== null && <RecordingDialog save={save} recorded={save.recorded} />}
    </div>
  );
});

/** A disabled item stays reachable, because its hint says why. */
function Item({
  label,
  hint,
  disabled,
  onChoose,
}: {
  label: string;
  hint: string;
  disabled: boolean;
  onChoose: () => void;
}) {
  const id = useId();
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      className="menu-item"
      aria-label={label}
      aria-describedby={id}
      aria-disabled={disabled}
      onClick={() => {
        if (!disabled) onChoose();
      }}
    >
      {label}
      <span id={id} className="menu-hint">
        {hint}
      </span>
    </button>
  );
}

/** Blocks the page, which is being recorded. */
const RecordingDialog = observer(function RecordingDialog({ save, recorded }: { save: SaveStore; recorded: number }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    const swallow = (event: globalThis.KeyboardEvent) => {
      event.stopPropagation();
    };
    // The page's own keys would change the plot, and Escape clear the selection.
    window.addEventListener("keydown", swallow, true);
    return () => {
      window.removeEventListener("keydown", swallow, true);
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className="recording"
      aria-labelledby="recording-title"
      onCancel={(event) => {
        event.preventDefault();
        save.cancel();
      }}
    >
      <h2 id="recording-title">Recording video</h2>
      <progress aria-labelledby="recording-title" max={1} value={recorded} />
      <div className="recording-foot">
        <span>{percent(recorded, 0)}</span>
        <button
          type="button"
          className="button small"
          onClick={() => {
            save.cancel();
          }}
        >
          Cancel
        </button>
      </div>
    </dialog>
  );
});
