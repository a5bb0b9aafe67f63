/** A canvas to draw on, by mouse, finger or pen, with its tools. */
import { observer } from "mobx-react-lite";
import { useLayoutEffect, useRef } from "react";
import type { PointerEvent } from "react";
import type { LookInput } from "../api/looker.ts";
import { buttonOf } from "../ui/action.ts";
import type { Action } from "../ui/action.ts";
import { SKETCH_ACTIONS } from "./actions.tsx";
import type { SketchStore } from "./SketchStore.ts";
import { WIDTHS } from "./SketchStore.ts";
import { radiusAt, SIDE, USUAL_PRESSURE } from "./strokes.ts";
import type { Point, Stroke } from "./strokes.ts";
import { EraserIcon, PenIcon } from "../ui/icons.tsx";
import { movementsIn } from "../ui/movements.ts";
import { useInside } from "./useInside.ts";

/** Pixels of the canvas itself. */
const PIXELS = 512;

export const DrawPad = observer(function DrawPad({ background }: Pick<LookInput, "background">) {
  const { sketch } = useInside();
  return (
    <div className="draw">
      <div className="draw-pad" data-background={background}>
        <Canvas sketch={sketch} background={background} />
        {sketch.isExample && <p className="draw-invitation">An example. Draw over it!</p>}
        {!sketch.isExample && sketch.blank && <p className="draw-invitation">Draw here</p>}
      </div>
      <Tools sketch={sketch} />
      <div className="draw-steps">
        {SKETCH_ACTIONS.map((action) => (
          <StepButton key={action.id} action={action} sketch={sketch} />
        ))}
      </div>
    </div>
  );
});

const Canvas = observer(function Canvas({
  sketch,
  background,
}: { sketch: SketchStore } & Pick<LookInput, "background">) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { strokes } = sketch;
  useLayoutEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (context) drawStrokes(context, strokes, background);
  }, [strokes, background]);
  const press = (event: PointerEvent<HTMLCanvasElement>) => {
    if (event.button !== 0 || !event.isPrimary) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    sketch.press(pointAt(event, event.currentTarget));
  };
  const drag = (event: PointerEvent<HTMLCanvasElement>) => {
    if (!event.isPrimary || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    for (const part of movementsIn(event.nativeEvent)) sketch.drag(pointAt(part, event.currentTarget));
  };
  return (
    <canvas
      ref={canvas}
      width={PIXELS}
      height={PIXELS}
      role="img"
      aria-label={sketch.blank ? "Empty drawing area" : "Drawing area with a drawing"}
      data-testid="draw-pad"
      onPointerDown={press}
      onPointerMove={drag}
    />
  );
});

const Tools = observer(function Tools({ sketch }: { sketch: SketchStore }) {
  return (
    <div className="draw-brushes">
      <div className="segmented" role="group" aria-label="Tool">
        {(["pen", "eraser"] as const).map((tool) => (
          <button
            key={tool}
            type="button"
            aria-pressed={sketch.tool === tool}
            aria-label={tool === "pen" ? "Pen" : "Eraser"}
            title={tool === "pen" ? "Pen" : "Eraser"}
            onClick={() => {
              sketch.choose(tool);
            }}
          >
            {tool === "pen" ? <PenIcon /> : <EraserIcon />}
          </button>
        ))}
      </div>
      <div className="segmented" role="group" aria-label="Brush width">
        {WIDTHS.map((width, at) => (
          <button
            key={width}
            type="button"
            aria-pressed={sketch.width === width}
            aria-label={["Thin", "Medium", "Thick"][at]}
            title={["Thin", "Medium", "Thick"][at]}
            onClick={() => {
              sketch.resize(width);
            }}
          >
            <i className="brush-dot" style={{ "--brush": `${width / 2.8}px` }} />
          </button>
        ))}
      </div>
    </div>
  );
});

const StepButton = observer(function StepButton({
  action,
  sketch,
}: {
  action: Action<SketchStore>;
  sketch: SketchStore;
}) {
  return <button {...buttonOf(action, sketch)}>{typeof action.name === "string" ? action.name : null}</button>;
});

function pointAt(
  event: Pick<globalThis.PointerEvent, "clientX" | "clientY" | "pressure" | "pointerType">,
  pad: Element,
): Point {
  const box = pad.getBoundingClientRect();
  return {
    x: ((event.clientX - box.left) / box.width) * SIDE,
    y: ((event.clientY - box.top) / box.height) * SIDE,
    // A mouse says 0.5 for a pressed button, which is no measurement.
    pressure: event.pointerType === "pen" ? event.pressure * 255 : USUAL_PRESSURE,
  };
}

function drawStrokes(
  context: CanvasRenderingContext2D,
  strokes: readonly Stroke[],
  background: LookInput["background"],
): void {
  const [paper, ink] = background === "black" ? ["#000", "#fff"] : ["#fff", "#000"];
  const unit = PIXELS / SIDE;
  context.fillStyle = paper;
  context.fillRect(0, 0, PIXELS, PIXELS);
  context.lineCap = context.lineJoin = "round";
  for (const stroke of strokes) {
    context.strokeStyle = stroke.tool === "pen" ? ink : paper;
    stroke.points.forEach((point, index) => {
      const from = stroke.points[index - 1] ?? point;
      context.lineWidth = 2 * radiusAt(stroke, point) * unit;
      context.beginPath();
      context.moveTo((from.x + 0.5) * unit, (from.y + 0.5) * unit);
      context.lineTo((point.x + 0.5) * unit, (point.y + 0.5) * unit);
      context.stroke();
    });
  }
}
