/** Chooses what the colors show, with a legend where that is not the class. */
import { observer } from "mobx-react-lite";
import type { Column } from "../api/manifest.ts";
import { NO_VALUE } from "../loaded/ColumnsStore.ts";
import { isColumn } from "../numbers/measures.ts";
import { labelOf, noValueText, scaleEnds } from "../numbers/names.ts";
import { CORRECT_COLORS, MISCLASSIFIED_COLORS, NO_VALUE_COLOR, scaleColor } from "../numbers/paint.ts";
import { usePage } from "../page/usePage.ts";
import { Select } from "../ui/Select.tsx";
import { ColoringOptions } from "./ColoringOptions.tsx";

const STOPS = 12;

export const ColorPanel = observer(function ColorPanel() {
  const { color, timeline } = usePage();
  const { coloring, colorings, shown } = color;
  if (colorings.length < 2) return null;
  const { description } = labelOf(coloring);
  return (
    <section className="panel">
      <Select
        label="Color by"
        className="beside"
        value={coloring}
        onChoose={(chosen) => {
          color.choose(chosen);
        }}
      >
        <ColoringOptions among={colorings} />
      </Select>
      {shown === coloring ? <Key /> : <Waiting />}
      {description !== "" && <p className="hint">{timeline.say(description)}</p>}
    </section>
  );
});

const Key = observer(function Key() {
  const { color, timeline } = usePage();
  const { column, hasGaps, measure, scale, shown } = color;
  if (shown === "correct") return <Verdicts />;
  if (column !== null) return <Categories column={column} />;
  if (measure === null || scale === null) return null;
  const none = isColumn(measure) && !hasGaps ? null : noValueText(measure);
  return (
    <>
      <ScaleKey ends={scaleEnds(scale, measure, timeline.unit)} />
      {none !== null && (
        <p className="no-value">
          <span className="swatch" style={{ "--color": NO_VALUE_COLOR }} />
          {`gray: ${none}`}
        </p>
      )}
    </>
  );
});

const Waiting = observer(function Waiting() {
  const { columns, dynamics, predictions, quality } = usePage();
  const failed = [columns, dynamics, predictions, quality].some(({ status }) => status === "failed");
  return <p className="hint">{failed ? "Couldn’t load the values." : "Loading…"}</p>;
});

/** The classes of a column, with their colors. */
const Categories = observer(function Categories({ column }: { column: Column }) {
  const { columnColors, hasGaps } = usePage().color;
  const names = [...column.classes, ...(hasGaps ? [NO_VALUE] : [])];
  return (
    <ul className="categories" aria-label={`Classes of ${column.name}`}>
      {names.map((name, number) => (
        <li key={number} title={name}>
          <span className="swatch" style={{ "--color": columnColors[number] ?? NO_VALUE_COLOR }} />
          <span>{name}</span>
        </li>
      ))}
    </ul>
  );
});

const Verdicts = observer(function Verdicts() {
  const theme = usePage().theme.resolved;
  return (
    <ul className="verdicts">
      <li>
        <span className="swatch" style={{ "--color": CORRECT_COLORS[theme] }} /> correct
      </li>
      <li>
        <span className="swatch diamond" style={{ "--color": MISCLASSIFIED_COLORS[theme] }} /> misclassified
      </li>
    </ul>
  );
});

const ScaleKey = observer(function ScaleKey({ ends: [least, most] }: { ends: readonly [string, string] }) {
  const { color, theme } = usePage();
  const colorAt = (share: number) => scaleColor(share, color.emphasis, theme.resolved);
  const stops = Array.from({ length: STOPS + 1 }, (_, at) => colorAt(at / STOPS)).join(", ");
  return (
    <div className="scale">
      <div className="scale-bar" style={{ background: `linear-gradient(to right, ${stops})` }} aria-hidden="true" />
      <div className="scale-ends">
        <span>{least}</span>
        <span>{most}</span>
      </div>
    </div>
  );
});
