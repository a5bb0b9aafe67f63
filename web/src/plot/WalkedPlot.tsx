/** Makes the plot a stop of the Tab key: arrows walk from sample to sample, Enter selects, and what is reached is said. */
import { observer } from "mobx-react-lite";
import { useId, useState } from "react";
import type { FocusEvent, KeyboardEvent, ReactNode } from "react";
import { clickPicking } from "../page/picking.ts";
import { usePage } from "../page/usePage.ts";
import { percent } from "../ui/format.ts";
import type { ScatterView } from "./ScatterView.ts";
import type { Step } from "./walking.ts";

const STEPS: Record<string, Step> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
const ZOOM_STEP = 1.5;

interface Props {
  /** The plot on the page now; null while there is none. */
  readonly viewOf: () => ScatterView | null;
  readonly children: ReactNode;
}

export const WalkedPlot = observer(function WalkedPlot({ viewOf, children }: Props) {
  const { leader, stage } = usePage();
  const [walking, setWalking] = useState(false);
  const keys = useId();
  const press = (event: KeyboardEvent) => {
    const view = viewOf();
    if (view === null || !takeKey(view, event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      className="walked-plot"
      role="application"
      aria-roledescription="plot"
      aria-label={leader === null ? "Samples" : "Samples of the second view"}
      aria-describedby={keys}
      tabIndex={stage.hasPlot ? 0 : -1}
      data-walking={walking}
      onKeyDownCapture={press}
      onFocus={(event: FocusEvent) => {
        setWalking(event.target.matches(":focus-visible"));
      }}
      onPointerDown={() => {
        setWalking(false);
      }}
      onBlur={() => {
        setWalking(false);
        viewOf()?.walker.leave();
      }}
    >
      {children}
      <p id={keys} className="walk-keys" hidden={!walking}>
        Arrows go to the nearest sample, with Shift farther. Enter selects it, Shift-Enter adds it. + − zoom, 0 fits,
        Esc leaves.
      </p>
      {walking && <Reached />}
    </div>
  );
});

/** Do what a key does in the plot; false where it does nothing there. */
function takeKey(view: ScatterView, event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey) return event.key === "Enter" && view.walker.pick(clickPicking(event));
  const step = STEPS[event.key];
  if (step !== undefined) {
    if (!event.altKey) view.walker.walk(step, event.shiftKey);
    return !event.altKey;
  }
  switch (event.key) {
    case "Enter":
      return view.walker.pick(clickPicking(event));
    case "Escape":
      return view.walker.leave();
    case "+":
    case "=":
      view.zoomBy(ZOOM_STEP);
      return true;
    case "-":
      view.zoomBy(1 / ZOOM_STEP);
      return true;
    case "0":
      view.fit();
      return true;
    default:
      return false;
  }
}

/** Says for screen readers what the hover card shows. */
const Reached = observer(function Reached() {
  const { card, hover, selection } = usePage();
  const { sample } = hover;
  const text = () => {
    if (sample === null) return "";
    const { labelName, predicted, predictedName, confidence, right } = card.cardOf(sample);
    const verdict = right === null ? [] : [right ? "correct" : "misclassified"];
    const prediction =
      predicted === null ? [] : [`predicted as ${predictedName}`, ...verdict, `${percent(confidence, 0)} confidence`];
    const selected = selection.has(sample) ? ["selected"] : [];
    return [`Sample ${sample}`, labelName, ...prediction, ...selected].join(", ");
  };
  return (
    <p className="visually-hidden" aria-live="polite">
      {text()}
    </p>
  );
});
