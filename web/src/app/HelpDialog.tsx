/** What the plot shows and does not show, and all keys. */
import { observer } from "mobx-react-lite";
import { useEffect, useRef } from "react";
import { toggleHelp } from "../page/actions.tsx";
import { usePage } from "../page/usePage.ts";
import { TOOLS } from "../tools/index.ts";
import { iconButtonOf } from "../ui/action.ts";
import { CrossIcon } from "../ui/icons.tsx";
import { SHORTCUTS } from "./actions.tsx";

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
        <h2 id="help-title">What you see</h2>
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
        <Words />
        <section>
          <h3>Keys</h3>
          <dl className="keys">
            {SHORTCUTS.map(({ keys, help: text }) => (
              <div key={keys}>
                <dt>
                  {keys
                    .split(" ")
                    .map((key) => (key === "or" || key === "and" ? ` ${key} ` : <kbd key={key}>{key}</kbd>))}
                </dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
          <h3>Pointer</h3>
          <dl className="keys">
            <div>
              <dt>Drag, wheel, pinch</dt>
              <dd>move and zoom the plot</dd>
            </div>
            <div>
              <dt>Click</dt>
              <dd>select a sample; Shift or ⌘ adds, Alt takes away</dd>
            </div>
            <div>
              <dt>
                <kbd>Shift</kbd> and drag
              </dt>
              <dd>draw around samples; ⌘ or Ctrl adds, Alt takes away</dd>
            </div>
          </dl>
          <h3>Tools</h3>
          <dl className="keys">
            {TOOLS.map(({ id, short, help }) => (
              <div key={id}>
                <dt>{short}</dt>
                <dd>{help}</dd>
              </div>
            ))}
            <div>
              <dt>Under the slider</dt>
              <dd>bars up became right at that step, bars down became wrong; a click selects them</dd>
            </div>
          </dl>
        </section>
      </div>
    </dialog>
  );
});

function Words() {
  return (
    <section>
      <p>
        Each point is one sample: what one layer of the network makes of it after each epoch of training, laid flat. All
        epochs were laid out together by AlignedUMAP, so that a sample stays near itself while the network learns.
      </p>
      <h3>It shows</h3>
      <ul>
        <li>
          which samples are neighbors: samples side by side were mostly side by side in the layer too. Trustworthiness
          and neighbor recall under the plot say how far that holds at this epoch;
        </li>
        <li>groups that form, part and merge, and samples that change sides;</li>
        <li>
          whether a move is real: points that move here while their neighborhood in the layer stayed are drawn hollow.
        </li>
      </ul>
      <h3>It does not show</h3>
      <ul>
        <li>
          distances between groups that lie far apart, nor how dense or how large a group is: UMAP evens both out;
        </li>
        <li>directions: left, right, up and down mean nothing;</li>
        <li>
          everything: hundreds or thousands of dimensions do not fit into two. Look at more than one setting before you
          believe a detail;
        </li>
        <li>what happened between two epochs: the way from one to the next is interpolated.</li>
      </ul>
    </section>
  );
}
