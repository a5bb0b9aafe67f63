/** The parts of the matrix's grid: column headers, rows of cells, and the lines through the cell under the pointer. */
import { observer } from "mobx-react-lite";
import { usePage } from "../../page/usePage.ts";
import { count } from "../../ui/format.ts";
import { useTool } from "../useTool.ts";
import { NAMED, indexIn, SHORT_HEAD } from "./matrixGeometry.ts";
import type { Geometry } from "./matrixGeometry.ts";
import { ConfusionStore, MANY_CLASSES } from "./ConfusionStore.ts";
import { cellLabel, HOW_TO_SELECT } from "./confusionText.ts";

/** The id of the description of the focused cell. */
export const DETAIL = "confusion-detail";

export const ConfusionColumns = observer(function ConfusionColumns({
  geometry: { size, head },
  focused,
}: {
  geometry: Geometry;
  focused: number | null;
}) {
  const { ordered } = useTool(ConfusionStore);
  return (
    <div role="row" className="confusion-columns" aria-rowindex={1} data-short={head === SHORT_HEAD}>
      <div className="confusion-corner" aria-hidden="true">
        {head > SHORT_HEAD && (
          <>
            <span>predicted →</span>
            <span>true ↓</span>
          </>
        )}
      </div>
      {ordered.map((predicted, column) => (
        <ColumnName
          key={predicted}
          predicted={predicted}
          column={column}
          named={size >= NAMED}
          focused={predicted === focused}
        />
      ))}
    </div>
  );
});

const ColumnName = observer(function ColumnName({
  predicted,
  column,
  named,
  focused,
}: {
  predicted: number;
  column: number;
  named: boolean;
  focused: boolean;
}) {
  const confusion = useTool(ConfusionStore);
  const { classes } = usePage();
  const cell = { label: null, predicted };
  const name = classes.names[predicted] ?? "";
  const text = `${count(confusion.countOf(cell))} misclassified as ${name}`;
  return (
    <div
      role="columnheader"
      className="confusion-column"
      aria-colindex={column + 2}
      aria-label={text}
      title={`${withMeaning(text, classes.meaningOf(predicted))}. ${HOW_TO_SELECT}`}
      tabIndex={focused ? 0 : -1}
    >
      {named && <span>{name}</span>}
    </div>
  );
});

/** Add what the class means to a text that names it. */
function withMeaning(text: string, meaning: string): string {
  return meaning === "" ? text : `${text} (${meaning})`;
}

interface RowProps {
  readonly label: number;
  readonly row: number;
  readonly geometry: Geometry;
  /** The predicted class of the focused cell, null for the row's header; undefined if the focus is in another row. */
  readonly focused: number | null | undefined;
}

/** With many classes, only the row with the focus has cells in the DOM: all rows would be thousands of elements. */
export const ConfusionRow = observer(function ConfusionRow({
  label,
  row,
  geometry: { size, head },
  focused,
}: RowProps) {
  const confusion = useTool(ConfusionStore);
  const { classes } = usePage();
  const cell = { label, predicted: null };
  const name = classes.names[label] ?? "";
  const text = `${name}: ${count(confusion.countOf(cell))} of ${count(confusion.totalOf(cell))} misclassified`;
  const hasCells = focused !== undefined || confusion.ordered.length <= MANY_CLASSES;
  return (
    <div role="row" className="confusion-row" aria-rowindex={row + 2} style={{ top: head + row * size }}>
      <div
        role="rowheader"
        className="confusion-label"
        aria-colindex={1}
        aria-label={text}
        title={`${withMeaning(text, classes.meaningOf(label))}. ${HOW_TO_SELECT}`}
        tabIndex={focused === null ? 0 : -1}
      >
        {size >= NAMED && <span>{name}</span>}
      </div>
      {hasCells &&
        confusion.ordered.map((predicted, column) => (
          <GridCell
            key={predicted}
            label={label}
            predicted={predicted}
            column={column}
            focused={predicted === focused}
          />
        ))}
    </div>
  );
});

const GridCell = observer(function GridCell({
  label,
  predicted,
  column,
  focused,
}: {
  label: number;
  predicted: number;
  column: number;
  focused: boolean;
}) {
  const confusion = useTool(ConfusionStore);
  const { classes } = usePage();
  const cell = { label, predicted };
  return (
    <div
      role="gridcell"
      className="confusion-cell"
      aria-colindex={column + 2}
      aria-label={cellLabel(cell, confusion, classes.names)}
      aria-selected={confusion.selectedIn(cell) > 0}
      aria-describedby={focused ? DETAIL : undefined}
      tabIndex={focused ? 0 : -1}
    />
  );
});

/** Lines from the cell under the pointer to the names of its classes. */
export const PointedLines = observer(function PointedLines({ geometry: { size, head } }: { geometry: Geometry }) {
  const { ordered, pointed } = useTool(ConfusionStore);
  if (pointed === null) return null;
  const [row, column] = [indexIn(pointed.label, ordered), indexIn(pointed.predicted, ordered)];
  return (
    <div aria-hidden="true">
      {row >= 0 && <i className="confusion-across" style={{ top: head + row * size }} />}
      {column >= 0 && <i className="confusion-down" style={{ left: head + column * size }} />}
    </div>
  );
});
