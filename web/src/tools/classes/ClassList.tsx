/** The classes by their accuracy at the epoch shown, each with a sparkline and the change since the previous epoch. */
import { observer } from "mobx-react-lite";
import { classChoice, OnlyButton } from "../../page/ClassChoice.tsx";
import { usePage } from "../../page/usePage.ts";
import { polylinePoints } from "../../ui/ticks.ts";
import { percent } from "../../ui/format.ts";
import { useTool } from "../useTool.ts";
import { ClassCurvesStore } from "./ClassCurvesStore.ts";
import type { ClassAccuracy } from "./ClassCurvesStore.ts";

export const ClassList = observer(function ClassList() {
  const classCurves = useTool(ClassCurvesStore);
  const { timeline } = usePage();
  const { previousEpoch, list } = classCurves;
  return (
    <>
      <div className="class-list-head">
        <h3 id="class-list-title">Least accurate first</h3>
        <span>{timeline.say(`epoch ${timeline.epoch ?? 0}`)}</span>
        <span>{previousEpoch === null ? "" : `since ${previousEpoch}`}</span>
      </div>
      <ol className="class-list" aria-labelledby="class-list-title">
        {list.map((one) => (
          <li key={one.number}>
            <Row one={one} />
            <OnlyButton number={one.number} />
          </li>
        ))}
      </ol>
    </>
  );
});

const Row = observer(function Row({ one: { accuracy, change, name, number } }: { one: ClassAccuracy }) {
  const classCurves = useTool(ClassCurvesStore);
  const { classes } = usePage();
  const highlight = () => {
    classes.highlight(number);
  };
  const unhighlight = () => {
    classes.highlight(null);
  };
  return (
    <button
      {...classChoice(classes, number)}
      className="class-row"
      data-alone={classes.isAlone(number)}
      aria-label={rowLabel(name, accuracy, change)}
      data-hidden={!classes.isVisible(number)}
      data-highlighted={number === classes.highlighted}
      onPointerEnter={highlight}
      onPointerLeave={unhighlight}
      onFocus={highlight}
      onBlur={unhighlight}
      style={{ "--color": classes.colorOf(number) }}
    >
      <span className="swatch" />
      <span className="class-name" title={classes.titleOf(number)}>
        {name}
      </span>
      <svg className="class-spark" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
        <polyline points={polylinePoints(classCurves.curves?.get(number) ?? [])} />
      </svg>
      <span className="class-now">{accuracy === null ? "none" : percent(accuracy, 0)}</span>
      <span className="class-change" data-sign={Math.sign(pointsOf(change))}>
        {change === null ? "" : signed(pointsOf(change))}
      </span>
    </button>
  );
});

function rowLabel(name: string, accuracy: number | null, change: number | null): string {
  if (accuracy === null) return `${name}: no samples`;
  return `${name}: ${percent(accuracy, 0)}${change === null ? "" : `, ${changeText(pointsOf(change))}`}`;
}

function changeText(points: number): string {
  return points === 0 ? "unchanged" : `${points > 0 ? "up" : "down"} ${Math.abs(points)} points`;
}

/** Return a change in whole percentage points. */
function pointsOf(change: number | null): number {
  return Math.round(100 * (change ?? 0));
}

function signed(points: number): string {
  return points === 0 ? "±0" : `${points > 0 ? "+" : "−"}${Math.abs(points)}`;
}
