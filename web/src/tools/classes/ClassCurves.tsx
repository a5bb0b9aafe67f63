/** The accuracy of each class at every epoch: one curve per class, and a list with the least accurate class first. */
import { observer } from "mobx-react-lite";
import { useEffect } from "react";
import type { PointerEvent } from "react";
import type { Page } from "../../page/Page.ts";
import { usePage } from "../../page/usePage.ts";
import { Select } from "../../ui/Select.tsx";
import { numberedTicks, polylinePoints } from "../../ui/ticks.ts";
import { percent, shortEpoch } from "../../ui/format.ts";
import { useTool } from "../useTool.ts";
import { ClassCurvesStore } from "./ClassCurvesStore.ts";
import type { CurvePoint } from "./ClassCurvesStore.ts";
import { ClassList } from "./ClassList.tsx";

const LEVELS = [0, 0.25, 0.5, 0.75, 1];
const MOST_TICKS = 8;

export const ClassCurves = observer(function ClassCurves() {
  const classCurves = useTool(ClassCurvesStore);
  const { classes, predictions } = usePage();
  useEffect(
    () => () => {
      classes.highlight(null);
    },
    [classes],
  );
  if (classCurves.curves === null)
    return (
      <p className="hint">
        {predictions.status === "failed" ? "Couldn’t load the predictions." : "Loading the predictions…"}
      </p>
    );
  return (
    <>
      <SplitSelect />
      <Chart />
      <p className="hint">
        Hover a class to highlight its samples. Click it to hide or show it, double-click it to show only that class.
      </p>
      <ClassList />
    </>
  );
});

/** Hidden if there is only one split. */
const SplitSelect = observer(function SplitSelect() {
  const classCurves = useTool(ClassCurvesStore);
  if (classCurves.splits.length < 2) return null;
  return (
    <Select
      label="Accuracy on"
      value={classCurves.split ?? ""}
      onChoose={(split) => {
        classCurves.showSplit(split);
      }}
    >
      <option value="">all samples shown</option>
      {classCurves.splits.map((split) => (
        <option key={split} value={split}>
          {split === "" ? "samples of no split" : `${split} samples`}
        </option>
      ))}
    </Select>
  );
});

const Chart = observer(function Chart() {
  const classCurves = useTool(ClassCurvesStore);
  const { classes, timeline } = usePage();
  const isolate = () => {
    if (classes.highlighted !== null) classes.isolateClass(classes.highlighted);
  };
  return (
    <div className="class-chart">
      {LEVELS.map((level) => (
        <i key={level} className="axis-line level" style={{ "--up": level }}>
          <span>{percent(level, 0)}</span>
        </i>
      ))}
      <EpochTicks />
      {/* Keyboard users get the same from the names in the list below. */}
      <svg
        className="class-curves"
        viewBox="0 0 100 100"
        preserveAspectRatio="none"
        role="img"
        aria-label={chartLabel(classCurves, timeline)}
        data-highlighted={classes.highlighted !== null}
        onPointerMove={(event) => {
          classCurves.pointAt(chartPoint(event));
        }}
        onPointerLeave={() => {
          classCurves.pointAt(null);
        }}
        onDoubleClick={isolate}
      >
        {[...classCurves.visibleCurves].map(([number, curve]) => (
          <polyline
            key={number}
            data-class={number}
            data-highlighted={number === classes.highlighted}
            points={polylinePoints(curve)}
            style={{ "--color": classes.colorOf(number) }}
          />
        ))}
        <Now />
      </svg>
      {classes.highlighted !== null && <span className="class-note">{classes.names[classes.highlighted]}</span>}
    </div>
  );
});

const EpochTicks = observer(function EpochTicks() {
  const { axis, epochs } = useTool(ClassCurvesStore);
  const [shares, texts] = [epochs.map(axis), epochs.map(shortEpoch)];
  return Array.from(numberedTicks(shares, texts, MOST_TICKS), (place) => (
    <i key={place} className="axis-line" style={{ "--across": shares[place] ?? 0 }}>
      <span>{texts[place]}</span>
    </i>
  ));
});

/** The moment shown, which moves between the epochs. */
const Now = observer(function Now() {
  const classCurves = useTool(ClassCurvesStore);
  const { timeline } = usePage();
  const across = 100 * classCurves.axis(timeline.shownEpoch);
  return <line className="now" x1={across} x2={across} y1={0} y2={100} />;
});

function chartPoint({ clientX, clientY, currentTarget }: PointerEvent<SVGSVGElement>): CurvePoint {
  const { left, top, width, height } = currentTarget.getBoundingClientRect();
  return { across: (clientX - left) / width, up: 1 - (clientY - top) / height };
}

function chartLabel({ epochs, list, split }: ClassCurvesStore, { epoch, unit }: Page["timeline"]): string {
  const sorted = list.filter(({ accuracy }) => accuracy !== null).sort((a, b) => (a.accuracy ?? 0) - (b.accuracy ?? 0));
  const [worst, best] = [sorted[0], sorted.at(-1)];
  const subject = `Accuracy of ${sorted.length} classes${split === null ? "" : ` on ${split} samples`} over ${unit}s ${epochs[0] ?? 0} to ${epochs.at(-1) ?? 0}`;
  if (worst === undefined || best === undefined) return subject;
  return `${subject}; at ${unit} ${epoch ?? 0} from ${percent(worst.accuracy ?? 0, 0)} (${worst.name}) to ${percent(best.accuracy ?? 0, 0)} (${best.name})`;
}
