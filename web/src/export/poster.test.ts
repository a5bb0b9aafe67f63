import { expect, it } from "vitest";
import type { Pen } from "./layout.ts";
import type { Mark, TextMark } from "./marks.ts";
import { layOutPoster } from "./poster.ts";

/** Fake: letters that are half as wide as high. */
const PEN: Pen = {
  measure: (text, { size }) => (text.length * size) / 2,
  background: "#101318",
  text: "#e8ebf1",
  muted: "#9da7b8",
  accent: "#8cabff",
};
const TEXT = {
  title: "Ten blobs",
  headline: "Epoch 8 · 64%",
  details: ["test accuracy", "block", "300 samples"],
  curve: [
    { share: 0, accuracy: 0.1 },
    { share: 0.5, accuracy: 0.64 },
    { share: 1, accuracy: 0.9 },
  ],
  at: 1,
};
const BARE = { ...TEXT, headline: "Epoch 8", details: ["block"], curve: [], at: -1 };

function textsIn(marks: readonly Mark[]): TextMark[] {
  return marks.filter((mark) => mark.kind === "text");
}

it("is square or wide, and has room for the plot beside its text", () => {
  for (const [shape, width] of [
    ["square", 720],
    ["wide", 1280],
  ] as const) {
    const { plot, marks, ...size } = layOutPoster(TEXT, shape, PEN);
    expect(size).toEqual({ width, height: 720 });
    expect(plot.width * plot.height).toBeGreaterThan(0.4 * width * 720);
    expect(plot.x + plot.width).toBeLessThanOrEqual(width);
    const inside = textsIn(marks).filter(({ x, y, text, ...style }) => {
      const [left, right] =
        style.anchor === "end" ? [x - PEN.measure(text, style), x] : [x, x + PEN.measure(text, style)];
      const overlaps =
        left < plot.x + plot.width && right > plot.x && y > plot.y && y - style.size < plot.y + plot.height;
      return left >= 0 && right <= width && !overlaps;
    });
    expect(inside.map(({ text }) => text)).toEqual([
      "Ten blobs",
      "Epochscope",
      "Epoch 8 · 64%",
      "test accuracy · block · 300 samples",
    ]);
  }
});

it("draws accuracy along the lower edge from side to side, with a dot at the epoch", () => {
  const { marks } = layOutPoster(TEXT, "square", PEN);
  const line = marks.find((mark) => mark.kind === "line");
  expect(line?.points.map(([x]) => x)).toEqual([0, 360, 720]);
  const heights = line?.points.map(([, y]) => y) ?? [];
  expect(heights).toEqual([...heights].sort((a, b) => b - a));
  expect(marks).toContainEqual(expect.objectContaining({ kind: "point", x: 360, y: heights[1] }));
});

it("leaves out the curve where no accuracy is known, and gives its room to the plot", () => {
  const [bare, full] = [BARE, TEXT].map((text) => layOutPoster(text, "square", PEN));
  expect(bare?.marks.filter(({ kind }) => kind === "line" || kind === "area")).toEqual([]);
  expect(bare?.plot.height).toBeGreaterThan(full?.plot.height ?? Infinity);
});

it("writes a long headline smaller, and truncates a long title before the mark", () => {
  const long = { ...TEXT, headline: "Epoch 1000000 · 64%", title: "A run with a very long title ".repeat(4) };
  const { marks } = layOutPoster(long, "wide", PEN);
  const [title, , headline] = textsIn(marks);
  expect(headline?.size).toBeLessThan(60);
  expect(PEN.measure(headline?.text ?? "", headline ?? { size: 0, weight: 0 })).toBeLessThanOrEqual(0.36 * 1280);
  expect(title?.text.endsWith("…")).toBe(true);
});
