import { expect, it } from "vitest";
import { FakeClock } from "../page/testing.ts";
import { EXAMPLE } from "./example.ts";
import { SketchStore } from "./SketchStore.ts";

const at = (x: number, y: number, pressure = 128) => ({ x, y, pressure });

function makeSketch() {
  const clock = new FakeClock();
  return { clock, sketch: new SketchStore(clock.ticker) };
}

/** Draw a line from left to right at a height. */
function drawLine(sketch: SketchStore, y: number, length = 100): void {
  sketch.press(at(10, y));
  sketch.drag(at(10 + length, y));
}

const heights = ({ strokes }: SketchStore) => strokes.map(({ points }) => points[0]?.y);

it("draws strokes with the tool, the width and the pressure at hand, in whole units on the pad", () => {
  const { sketch } = makeSketch();
  sketch.press(at(10.4, -3, 300));
  sketch.drag(at(400, 99.5, 0));
  sketch.choose("eraser");
  sketch.resize(44);
  sketch.press(at(1, 2));
  expect(sketch.strokes).toEqual([
    { tool: "pen", width: 30, points: [at(10, 0, 255), at(255, 100, 1)] },
    { tool: "eraser", width: 44, points: [at(1, 2)] },
  ]);
});

it("adds no points that are next to the last one", () => {
  const { sketch } = makeSketch();
  sketch.press(at(10, 10));
  for (const x of [11, 12, 13, 14, 15]) sketch.drag(at(x, 10));
  expect(sketch.strokes[0]?.points.map(({ x }) => x)).toEqual([10, 13]);
});

it("takes strokes back and draws them again, one by one", () => {
  const { sketch } = makeSketch();
  expect([sketch.canUndo, sketch.canRedo, sketch.canClear]).toEqual([false, false, false]);
  drawLine(sketch, 20);
  drawLine(sketch, 40);
  sketch.undo();
  expect(heights(sketch)).toEqual([20]);
  sketch.undo();
  expect([sketch.blank, sketch.canUndo, sketch.canRedo]).toEqual([true, false, true]);
  sketch.redo();
  sketch.redo();
  expect([heights(sketch), sketch.canRedo]).toEqual([[20, 40], false]);
});

it("forgets what was taken back once something else is drawn", () => {
  const { sketch } = makeSketch();
  drawLine(sketch, 20);
  sketch.undo();
  drawLine(sketch, 60);
  expect([heights(sketch), sketch.canRedo]).toEqual([[60], false]);
});

it("clears, which can be taken back as well", () => {
  const { sketch } = makeSketch();
  drawLine(sketch, 20);
  drawLine(sketch, 40);
  sketch.clear();
  sketch.clear();
  expect([sketch.strokes, sketch.text, sketch.canClear]).toEqual([[], "", false]);
  sketch.undo();
  expect(heights(sketch)).toEqual([20, 40]);
});

it("is blank once everything was erased, and says so in the address all the same", () => {
  const { sketch } = makeSketch();
  drawLine(sketch, 20);
  sketch.choose("eraser");
  sketch.resize(44);
  drawLine(sketch, 20);
  expect(sketch.blank).toBe(true);
  expect(sketch.text).not.toBe("");
});

it("ends a stroke that is taken back while it is drawn, and leaves the one before as it was", () => {
  const { sketch } = makeSketch();
  drawLine(sketch, 20);
  const before = sketch.text;
  sketch.press(at(10, 90));
  sketch.undo();
  sketch.drag(at(90, 90));
  expect(sketch.text).toBe(before);
});

it("shows an example that goes with the first stroke, and comes back with undo", () => {
  const { sketch } = makeSketch();
  sketch.show(EXAMPLE, true);
  expect([sketch.isExample, sketch.canUndo, sketch.canClear]).toEqual([true, false, true]);
  drawLine(sketch, 20);
  expect([sketch.isExample, heights(sketch)]).toEqual([false, [20]]);
  sketch.undo();
  expect([sketch.isExample, sketch.strokes]).toEqual([true, EXAMPLE]);
  drawLine(sketch, 40);
  expect([sketch.isExample, heights(sketch)]).toEqual([false, [40]]);
});

it("clears the example away", () => {
  const { sketch } = makeSketch();
  sketch.show(EXAMPLE, true);
  sketch.clear();
  expect([sketch.isExample, sketch.blank]).toEqual([false, true]);
  sketch.undo();
  expect(sketch.isExample).toBe(true);
});

it("shows another drawing, with nothing to take back", () => {
  const { sketch } = makeSketch();
  drawLine(sketch, 20);
  sketch.show(EXAMPLE);
  expect([sketch.isExample, sketch.canUndo, sketch.strokes]).toEqual([false, false, EXAMPLE]);
});

it("draws it once more point by point, while the address keeps the whole", () => {
  const { clock, sketch } = makeSketch();
  drawLine(sketch, 20);
  drawLine(sketch, 40);
  const whole = sketch.text;
  sketch.replay();
  expect([sketch.replaying, sketch.strokes, sketch.text]).toEqual([true, [], whole]);
  clock.pass(60);
  expect(heights(sketch)).toEqual([20, 40].slice(0, 1));
  clock.pass(60);
  expect([heights(sketch), sketch.replaying, clock.running]).toEqual([[20, 40], false, false]);
});

it("ends a replay where something is drawn or taken back", () => {
  const { clock, sketch } = makeSketch();
  drawLine(sketch, 20);
  for (const change of [
    () => {
      drawLine(sketch, 40);
    },
    () => {
      sketch.undo();
    },
    () => {
      sketch.clear();
    },
  ]) {
    sketch.replay();
    change();
    expect([sketch.replaying, clock.running]).toEqual([false, false]);
  }
});
