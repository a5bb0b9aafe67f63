/** The drawn parts of the tool: the matrix's canvas, the key to its colors, and sparklines. */
import { observer } from "mobx-react-lite";
import { useLayoutEffect, useRef } from "react";
import { usePage } from "../../page/usePage.ts";
import { polylinePoints } from "../../ui/ticks.ts";
import { count, percent } from "../../ui/format.ts";
import { useTool } from "../useTool.ts";
import { ConfusionStore } from "./ConfusionStore.ts";
import { cssColor, MATRIX_SKINS } from "./matrixColors.ts";
import type { Rgb } from "./matrixColors.ts";
import type { Geometry, Viewport } from "./matrixGeometry.ts";
import { paintMatrix } from "./paintMatrix.ts";
import type { MatrixContent } from "./paintMatrix.ts";

/** The matrix's colors, numbers and sparklines, redrawn whenever one of them changes. */
export const ConfusionCanvas = observer(function ConfusionCanvas({
  geometry,
  viewport,
}: {
  geometry: Geometry;
  viewport: Viewport;
}) {
  const confusion = useTool(ConfusionStore);
  const { theme, timeline } = usePage();
  const { marks } = confusion;
  const canvas = useRef<HTMLCanvasElement>(null);
  const content: MatrixContent = {
    ...confusion.largest,
    ...geometry,
    ordered: confusion.ordered,
    normalization: confusion.normalization,
    valueOf: (label, predicted) => confusion.valueOf({ label, predicted }),
    selectedIn: (label, predicted) => marks.at(0, label, predicted),
    historyOf: (label, predicted) => confusion.historyOf({ label, predicted }),
    across: confusion.epochs.map(timeline.axisOver(confusion.epochs)),
    epochIndex: confusion.epochIndex ?? 0,
  };
  const skin = MATRIX_SKINS[theme.resolved];
  useLayoutEffect(() => {
    if (canvas.current !== null) paintMatrix(canvas.current, content, skin, viewport);
  });
  return (
    <canvas
      ref={canvas}
      className="confusion-canvas"
      aria-hidden="true"
      style={{ width: viewport.width, height: viewport.height }}
    />
  );
});

/** What the matrix's colors mean. */
export const ConfusionKey = observer(function ConfusionKey() {
  const confusion = useTool(ConfusionStore);
  const { theme } = usePage();
  const { mostRight, mostWrong } = confusion.largest;
  const { right, wrong } = MATRIX_SKINS[theme.resolved];
  const text = (value: number) => (confusion.normalization === "count" ? count(value) : percent(value, 0));
  return (
    <ul className="confusion-key" aria-label="Colors">
      <li>
        <ColorBar stops={right} />
        correct, up to {text(mostRight)}
      </li>
      <li>
        <ColorBar stops={wrong} />
        misclassified, up to {text(mostWrong)}
      </li>
      <li>
        <i className="confusion-mark" />
        selected
      </li>
    </ul>
  );
});

function ColorBar({ stops }: { stops: readonly Rgb[] }) {
  return (
    <i
      className="confusion-bar"
      style={{ background: `linear-gradient(to right, ${stops.map(cssColor).join(", ")})` }}
    />
  );
}

interface SparklineProps {
  /** One value per epoch. */
  readonly values: Float32Array;
  /** The horizontal position of each epoch, from 0 to 1. */
  readonly across: readonly number[];
  readonly epochIndex: number;
}

/** Numbers over the epochs as a small curve scaled to their maximum, with the epoch shown marked. */
export function ConfusionSparkline({ values, across, epochIndex }: SparklineProps) {
  const most = Math.max(...values, Number.MIN_VALUE);
  const [x, y] = [100 * (across[epochIndex] ?? 0), 100 * (1 - (values[epochIndex] ?? 0) / most)];
  return (
    <svg className="sparkline" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <line className="sparkline-now" x1={x} x2={x} y1={0} y2={100} />
      <polyline
        points={polylinePoints(
          Array.from(values, (value, index) => ({ across: across[index] ?? 0, up: value / most })),
        )}
      />
      {/* A line of zero length with round caps: a dot that stays round when the curve is stretched. */}
      <line className="sparkline-dot" x1={x} x2={x} y1={y} y2={y} />
    </svg>
  );
}
