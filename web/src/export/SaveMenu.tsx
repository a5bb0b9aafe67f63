/** The menu of files to save, and the progress of a film. */
import { observer } from "mobx-react-lite";
import { useEffect, useRef } from "react";
import { isAvailable, nameOf, run, tooltipOf } from "../ui/action.ts";
import { SaveIcon } from "../ui/icons.tsx";
import { Menu } from "../ui/Menu.tsx";
import type { MenuItem } from "../ui/Menu.tsx";
import { percent } from "../ui/format.ts";
import { SAVE_GROUPS, VIEW_CHOICES } from "./actions.ts";
import type { Progress, SaveStore } from "./SaveStore.ts";

export const SaveMenu = observer(function SaveMenu({ save }: { save: SaveStore }) {
  return (
    <div className="tool">
      <Menu
        label="Save"
        button={{
          className: "round",
          "aria-label": "Save",
          title: "Save the plot, a video or data",
          disabled: !save.canSave,
          onClick: () => {
            void save.askBrowser();
          },
          children: <SaveIcon />,
        }}
        items={[...viewChoices(save), ...saveItems(save)]}
      />
      <p className="tool-note" role="status">
        {save.problem !== null && `Couldn’t save: ${save.problem}`}
      </p>
      {save.progress !== null && <RecordingDialog save={save} progress={save.progress} />}
    </div>
  );
});

function viewChoices(save: SaveStore): MenuItem[] {
  if (!save.hasTwo) return [];
  return VIEW_CHOICES.map(({ which, name }) => ({
    id: which,
    group: "What",
    label: name,
    checked: save.which === which,
    onChoose: () => {
      save.choose(which);
    },
  }));
}

function saveItems(save: SaveStore): MenuItem[] {
  return SAVE_GROUPS.flatMap(({ title, actions }) =>
    actions.map((action) => ({
      id: action.id,
      group: title,
      label: nameOf(action, save),
      hint: tooltipOf(action, save),
      disabled: !isAvailable(action, save),
      onChoose: () => {
        run(action, save);
      },
    })),
  );
}

/** Blocks the page, which is being recorded. */
const RecordingDialog = observer(function RecordingDialog({
  save,
  progress: { title, share },
}: {
  save: SaveStore;
  progress: Progress;
}) {
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
      <h2 id="recording-title">{title}</h2>
      <progress aria-labelledby="recording-title" max={1} value={share} />
      <div className="recording-foot">
        <span>{percent(share, 0)}</span>
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
