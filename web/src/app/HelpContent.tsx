/** The text of the help: keys, the pointer and the tools, then what the plot shows and does not show. */
import { observer } from "mobx-react-lite";
import { InsideHelp } from "../inside/InsideHelp.tsx";
import { usePage } from "../page/usePage.ts";
import { TOOLS } from "../tools/index.ts";
import { SHORTCUTS } from "./actions.tsx";

/** What the pointer does in the plot, a line per gesture. */
const GESTURES: readonly (readonly [gesture: string, help: string])[] = [
  ["Drag, wheel, pinch", "move and zoom the plot"],
  ["Click", "select a sample, or whatever else you click; Shift or ⌘ adds, Alt removes"],
  ["Double-click", "open a sample; in the legend, show only that class"],
  ["Shift and drag", "draw a lasso and add its samples; with Alt, remove them"],
  ["Drag in lasso mode", "select the samples inside; Shift or ⌘ adds, Alt removes"],
];

export const HelpContent = observer(function HelpContent() {
  return usePage().mode.inside ? <InsideContent /> : <MapContent />;
});

function InsideContent() {
  return (
    <>
      <InsideHelp />
      <Keys />
    </>
  );
}

function Keys() {
  return (
    <section>
      <KeyList />
    </section>
  );
}

const KeyList = observer(function KeyList() {
  const { timeline } = usePage();
  return (
    <>
      <h3>Keys</h3>
      <dl className="keys">
        {SHORTCUTS.map(({ keys, help }) => (
          <div key={keys}>
            <dt>
              {keys.split(" ").map((key) => (key === "or" || key === "and" ? ` ${key} ` : <kbd key={key}>{key}</kbd>))}
            </dt>
            <dd>{timeline.say(help)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
});

const MapContent = observer(function MapContent() {
  const { timeline } = usePage();
  return (
    <>
      <section>
        <KeyList />
        <p className="hint">
          To walk the plot by keyboard, reach it with Tab: arrows go from sample to sample, Enter selects.
        </p>
        <h3>Pointer</h3>
        <dl className="keys">
          {GESTURES.map(([gesture, help]) => (
            <div key={gesture}>
              <dt>{gesture}</dt>
              <dd>{help}</dd>
            </div>
          ))}
        </dl>
      </section>
      <section>
        <h3>Tools</h3>
        <dl className="keys">
          {TOOLS.map(({ id, short, help }) => (
            <div key={id}>
              <dt>{short}</dt>
              <dd>{timeline.say(help)}</dd>
            </div>
          ))}
          <div>
            <dt>Under the slider</dt>
            <dd>
              {timeline.say(
                "samples learned (up) and forgotten (down) at each epoch; click to go there and see what happened",
              )}
            </dd>
          </div>
        </dl>
        <h3>The plot</h3>
        <p>
          {timeline.say(
            "Each point is one sample: its activation in one layer, at each recorded epoch, reduced to two dimensions. " +
              "AlignedUMAP projects all epochs together, so a sample stays near itself while the network learns.",
          )}
        </p>
      </section>
      <section>
        <h3>It shows</h3>
        <ul>
          <li>
            which samples are neighbors: samples close together in the plot are mostly close together in the layer.
            Trustworthiness and neighbor recall say how well that holds at {timeline.say("this epoch")};
          </li>
          <li>groups that form, split and merge, and samples that move from one to another;</li>
          <li>
            whether motion is real: points that move although their neighbors in the layer don’t change are drawn
            hollow.
          </li>
        </ul>
      </section>
      <section>
        <h3>It does not show</h3>
        <ul>
          <li>distances between groups that are far apart, or how dense or large a group is: UMAP evens these out;</li>
          <li>directions: left, right, up and down have no meaning;</li>
          <li>
            everything: hundreds or thousands of dimensions don’t fit into two. Check a detail at more than one setting
            before you rely on it;
          </li>
          <li>{timeline.say("what happened between two epochs: the motion from one to the next is interpolated.")}</li>
        </ul>
      </section>
      <p className="hint">
        Epochscope is open source, under Apache-2.0.{" "}
        <a href="licenses.txt" target="_blank" rel="noreferrer">
          Licenses of what this page contains
        </a>
      </p>
    </>
  );
});
