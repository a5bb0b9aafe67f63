/** What the matrix's grid is made of: names of columns, rows of cells, and the lines through the cell pointed at. */
import { observer } from "mobx-react-lite";
import { usePage } from "../../page/usePage.ts";
import { count } from "../../ui/words.ts";
import { useTool } from "../useTool.ts";
import { NAMED, placeOf, SHORT_HEAD } from "./confusionLayout.ts";
import type { Layout } from "./confusionLayout.ts";
import { ConfusionStore, MANY_CLASSES } from "./ConfusionStore.ts";
import { cellWords } from "./confusionWords.ts";

const HOW = "Click selects those, Shift or ⌘ adds them, Alt takes them away.";
/** The id of the words about the cell that has the focus. */
export const DETAIL = "confusion-detail";

export const ConfusionColumns = observer(function ConfusionColumns({
  layout: { size, head },
  focused,
}: {
  layout: Layout;
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
  const words = `${name}: ${count(confusion.countOf(cell))} wrongly taken for it`;
  return (
    <div
      role="columnheader"
      className="confusion-column"
      aria-colindex={column + 2}
      aria-label={words}
      title={`${words}. ${HOW}`}
      tabIndex={focused ? 0 : -1}
    >
      {named && <span>{name}</span>}
    </div>
  );
});

interface RowProps {
  readonly label: number;
  readonly row: number;
  readonly layout: Layout;
  /** The predicted class of the cell with the focus, null for the row's name; undefined where it is in another row. */
  readonly focused: number | null | undefined;
}

/** Of many classes only the row with the focus has cells that can be read: the others would be thousands of elements. */
export const ConfusionRow = observer(function ConfusionRow({ label, row, layout: { size, head }, focused }: RowProps) {
  const confusion = useTool(ConfusionStore);
  const { classes } = usePage();
  const cell = { label, predicted: null };
  const name = classes.names[label] ?? "";
  const words = `${name}: ${count(confusion.countOf(cell))} of ${count(confusion.totalOf(cell))} wrong`;
  const readable = focused !== undefined || confusion.ordered.length <= MANY_CLASSES;
  return (
    <div role="row" className="confusion-row" aria-rowindex={row + 2} style={{ top: head + row * size }}>
      <div
        role="rowheader"
        className="confusion-label"
        aria-colindex={1}
        aria-label={words}
        title={`${words}. ${HOW}`}
        tabIndex={focused === null ? 0 : -1}
      >
        {size >= NAMED && <span>{name}</span>}
      </div>
      {readable &&
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
      aria-label={cellWords(cell, confusion, classes.names)}
      aria-selected={confusion.markedIn(cell) > 0}
      aria-describedby={focused ? DETAIL : undefined}
      tabIndex={focused ? 0 : -1}
    />
  );
});

/** Through the cell pointed at, to the names of its classes. */
export const PointedLines = observer(function PointedLines({ layout: { size, head } }: { layout: Layout }) {
  const { ordered, pointed } = useTool(ConfusionStore);
  if (pointed === null) return null;
  const [row, column] = [placeOf(pointed.label, ordered), placeOf(pointed.predicted, ordered)];
  return (
    <div aria-hidden="true">
      {row >= 0 && <i className="confusion-across" style={{ top: head + row * size }} />}
      {column >= 0 && <i className="confusion-down" style={{ left: head + column * size }} />}
    </div>
  );
});
