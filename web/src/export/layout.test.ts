import { expect, it } from "vitest";
import type { Legend, LegendEntry } from "./contents.ts";
import { cut, layOutSheet, linesNeeded, linesOf } from "./layout.ts";
import type { Pen, Sheet } from "./layout.ts";
import type { Mark, TextMark } from "./marks.ts";

/** Fake: letters that are half as wide as high; the simulated browser renders no text. */
const PEN: Pen = {
  measure: (text, { size }) => (text.length * size) / 2,
  background: "#ffffff",
  text: "#111111",
  muted: "#666666",
  accent: "#2f5bd8",
};
const PLOT = { width: 640, height: 400 };
const CAPTION = { title: "Ten blobs", epoch: "Epoch 7", facts: ["block", "showing 9 of 10 samples"] };

function legendOf(names: readonly string[], change: Partial<Legend> = {}): Legend {
  return {
    title: "True class",
    entries: names.map((name, at): LegendEntry => ({ name, color: `#0000${10 + at}`, shape: "disc" })),
    scale: null,
    hollow: null,
    ...change,
  };
}

function textsOf({ marks }: Sheet): string[] {
  return marks.filter((mark): mark is TextMark => mark.kind === "text").map(({ text }) => text);
}

function find(sheet: Sheet, text: string): TextMark {
  const mark = sheet.marks.find((one): one is TextMark => one.kind === "text" && one.text === text);
  if (mark === undefined) throw new Error(`there is no text ${text}`);
  return mark;
}

function isInside({ width, height, top, plot }: Sheet, { x, y }: Mark): boolean {
  const overPlot = y > top && y < top + plot.height;
  return x >= 0 && x <= width && y >= 0 && y <= height && !overPlot;
}

it("puts the caption and legend around the plot, never over it", () => {
  const sheet = layOutSheet(CAPTION, legendOf(["cat", "dog"]), PLOT, PEN);
  expect(textsOf(sheet)).toEqual([
    "Ten blobs",
    "Epoch 7",
    "block · showing 9 of 10 samples",
    "True class",
    "cat",
    "dog",
  ]);
  expect(sheet.marks.filter((mark) => !isInside(sheet, mark))).toEqual([]);
  expect(sheet.marks[0]).toEqual({ kind: "box", x: 0, y: 0, width: 640, height: sheet.height, color: "#ffffff" });
});

it("puts each class's point in its color before its name", () => {
  const { marks } = layOutSheet(
    CAPTION,
    legendOf(["cat", "dog"], {
      entries: [
        { name: "cat", color: "#123456", shape: "disc" },
        { name: "dog", color: "#654321", shape: "diamond" },
      ],
    }),
    PLOT,
    PEN,
  );
  const dog = marks.findIndex((mark) => mark.kind === "text" && mark.text === "dog");
  expect(marks[dog - 1]).toMatchObject({ kind: "point", look: { fill: "#654321", shape: "diamond" } });
  expect((marks[dog - 1]?.x ?? 0) + 6).toBeLessThan(marks[dog]?.x ?? 0);
});

it("fills columns downwards, as many as fit side by side", () => {
  const sheet = layOutSheet(
    CAPTION,
    legendOf(Array.from({ length: 30 }, (_, at) => `class ${String(at).padStart(2, "0")}`)),
    PLOT,
    PEN,
  );
  const [first, second, last] = ["class 00", "class 01", "class 29"].map((name) => find(sheet, name));
  expect([second?.x, second?.y]).toEqual([first?.x, (first?.y ?? 0) + 20]);
  expect(last?.x).toBeGreaterThan(first?.x ?? Infinity);
  const columns = new Set(sheet.marks.filter((mark) => mark.kind === "point").map(({ x }) => x));
  // A column is 12 + 8 + 52 + 24 wide.
  expect(columns.size).toBe(6);
  expect(sheet.marks.filter((mark) => !isInside(sheet, mark))).toEqual([]);
});

it("says how many classes did not fit, so that the legend is not taller than the plot", () => {
  const sheet = layOutSheet(CAPTION, legendOf(Array.from({ length: 1000 }, (_, at) => `class ${at}`)), PLOT, PEN);
  expect(sheet.height - sheet.top - PLOT.height).toBeLessThanOrEqual(PLOT.height + 40);
  const shown = sheet.marks.filter((mark) => mark.kind === "point").length;
  expect(textsOf(sheet).at(-1)).toBe(`and ${1000 - shown} more`);
});

it("draws a scale with its ends", () => {
  const sheet = layOutSheet(
    CAPTION,
    legendOf([], {
      title: "Loss",
      scale: { ends: ["0.0 nats", "4.6 nats or more"], colors: ["#000001", "#000002", "#000003", "#000004"] },
    }),
    PLOT,
    PEN,
  );
  const boxes = sheet.marks.filter((mark) => mark.kind === "box").slice(1);
  expect(boxes.map(({ x, width, color }) => [x, width, color])).toEqual([
    [20, 64, "#000001"],
    [84, 64, "#000002"],
    [148, 64, "#000003"],
    [212, 64, "#000004"],
  ]);
  expect(find(sheet, "4.6 nats or more")).toMatchObject({ x: 276, anchor: "end" });
});

it("lists samples without a value under a scale", () => {
  const sheet = layOutSheet(
    CAPTION,
    legendOf(["not learned yet"], {
      title: "First learned",
      scale: { ends: ["epoch 0", "epoch 8"], colors: ["#000001"] },
    }),
    PLOT,
    PEN,
  );
  expect(find(sheet, "not learned yet").y - find(sheet, "epoch 0").y).toBe(20);
});

it("explains hollow points below the rest of the legend, if there are any", () => {
  const sheetWith = (hollow: string | null) => layOutSheet(CAPTION, legendOf(["cat"], { hollow }), PLOT, PEN);
  const sheet = sheetWith("hollow while moving");
  expect(textsOf(sheet).slice(-2)).toEqual(["cat", "hollow while moving"]);
  expect(find(sheet, "hollow while moving").y - find(sheet, "cat").y).toBe(20);
  expect(sheet.height - sheetWith(null).height).toBe(20);
});

it("joins facts into lines that fit, and truncates what fits nowhere", () => {
  expect(linesOf(["one", "two", "three", "four"], 80, PEN.measure)).toEqual(["one · two", "three · four"]);
  expect(linesOf(["a word that is too long"], 65, PEN.measure)).toEqual(["a word th…"]);
  expect(cut("cat", 100, { size: 13, weight: 400 }, PEN.measure)).toBe("cat");
});

it("truncates a name of thousands of letters without measuring it at each of them", () => {
  let measured = 0;
  const measure: Pen["measure"] = (text, style) => {
    measured += 1;
    return PEN.measure(text, style);
  };
  expect(cut("x".repeat(100_000), 80, { size: 16, weight: 400 }, measure)).toBe(`${"x".repeat(9)}…`);
  expect(cut("👩".repeat(100_000), 0, { size: 16, weight: 400 }, measure)).toBe("…");
  expect(measured).toBeLessThan(50);
});

it("leaves room for the longest caption, so that all frames of a video have the same size", () => {
  const longer = { ...CAPTION, facts: Array.from({ length: 9 }, () => "train accuracy 12.3%") };
  const lines = linesNeeded([CAPTION, longer], PLOT, PEN);
  const sizes = [CAPTION, longer].map((caption) => {
    const { height, top } = layOutSheet(caption, legendOf(["cat"]), PLOT, PEN, lines);
    return [height, top];
  });
  expect(sizes[0]).toEqual(sizes[1]);
  expect(layOutSheet(CAPTION, legendOf(["cat"]), PLOT, PEN).top).toBeLessThan(sizes[0]?.[1] ?? 0);
});
