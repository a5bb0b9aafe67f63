/** The help over the page, whose text is loaded when it is first opened. */
import { observer } from "mobx-react-lite";
import { lazy, useEffect, useRef } from "react";
import { toggleHelp } from "../page/actions.tsx";
import { usePage } from "../page/usePage.ts";
import { iconButtonOf } from "../ui/action.ts";
import { CrossIcon } from "../ui/icons.tsx";
import { LoadedLater } from "../ui/LoadedLater.tsx";

const HelpContent = lazy(async () => ({ default: (await import("./HelpContent.tsx")).HelpContent }));

export const HelpButton = observer(function HelpButton() {
  return <button className="round" aria-haspopup="dialog" {...iconButtonOf(toggleHelp, usePage())} />;
});

export const HelpDialog = observer(function HelpDialog() {
  const { help } = usePage();
  const dialog = useRef<HTMLDialogElement>(null);
  const { open } = help;
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      className="help"
      aria-labelledby="help-title"
      onClose={() => {
        help.close();
      }}
    >
      <div className="help-head">
        <h2 id="help-title">Help</h2>
        <button
          type="button"
          className="round"
          aria-label="Close help"
          onClick={() => {
            help.close();
          }}
        >
          <CrossIcon />
        </button>
      </div>
      <div className="help-body">
        {open && (
          <LoadedLater>
            <HelpContent />
          </LoadedLater>
        )}
      </div>
    </dialog>
  );
});
