/** The matrix's colors, numbers and sparklines, drawn again whenever one of them changes. */
import { observer } from "mobx-react-lite";
import { useLayoutEffect, useRef } from "react";
import { usePage } from "../../page/usePage.ts";
import { useTool } from "../useTool.ts";
import { MATRIX_SKINS } from "./confusionColors.ts";
import { acrossOf } from "./confusionLayout.ts";
import type { Layout, Viewport } from "./confusionLayout.ts";
import { paintMatrix } from "./confusionPaint.ts";
import type { MatrixPicture } from "./confusionPaint.ts";
import { ConfusionStore } from "./ConfusionStore.ts";

export const ConfusionCanvas = observer(function ConfusionCanvas({
  layout,
  viewport,
}: {
  layout: Layout;
  viewport: Viewport;
}) {
  const confusion = useTool(ConfusionStore);
  const { classes, theme } = usePage();
  const canvas = useRef<HTMLCanvasElement>(null);
  const picture: MatrixPicture = {
    ...confusion.values,
    ...layout,
    ordered: confusion.ordered,
    classes: classes.names.length,
    normalization: confusion.normalization,
    marks: confusion.marks,
    over: (label, predicted) => confusion.valuesOver({ label, predicted }),
    across: acrossOf(confusion.epochs),
    place: confusion.place ?? 0,
  };
  const skin = MATRIX_SKINS[theme.resolved];
  useLayoutEffect(() => {
    if (canvas.current !== null) paintMatrix(canvas.current, picture, skin, viewport);
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
