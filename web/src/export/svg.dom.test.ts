import { expect, it } from "vitest";
import type { Look, Snapshot } from "../plot/snapshot.ts";
import type { Sheet } from "./layout.ts";
import { escape, svgOf } from "./svg.ts";

const CAT: Look = { code: 0, shape: "disc", radius: 4, fill: "#e69f00", rim: "#8b630b", rimWidth: 1, opacity: 0.92 };
const DOG: Look = { ...CAT, code: 1, fill: "#56b4e9" };
const WRONG: Look = { ...CAT, shape: "diamond" };
const GRAY: Look = { ...CAT, fill: "#9ea6b3", rimWidth: 0, opacity: 0.45 };
const SHEET: Sheet = {
  width: 300,
  height: 280,
  top: 60,
  plot: { width: 300, height: 200 },
  marks: [{ kind: "box", x: 0, y: 0, width: 300, height: 280, color: "#ffffff" }],
};

function drawn(change: Partial<Snapshot>): Snapshot {
  return { size: SHEET.plot, points: [], trails: [], selected: [], centerTrails: [], centers: [], ...change };
}

function parse(snapshot: Snapshot, { names = ["cat", "dog"], sheet = SHEET, title = "Ten blobs" } = {}): XMLDocument {
  return new DOMParser().parseFromString(
    svgOf(snapshot, sheet, { title, names, outlines: [], labels: [], tiles: [] }),
    "image/svg+xml",
  );
}

function listOf(svg: XMLDocument, selector: string, ...attributes: string[]): (string | null)[][] {
  return [...svg.querySelectorAll(selector)].map((element) => attributes.map((name) => element.getAttribute(name)));
}

it("writes a circle for each point in the order in which they are drawn, rounded to a tenth of a pixel", () => {
  const svg = parse(
    drawn({
      points: [
        { position: [10.123, 20.456], look: CAT },
        { position: [30, 40], look: DOG },
        { position: [50.06, 60], look: CAT },
      ],
    }),
  );
  expect(listOf(svg, "#samples circle", "class", "cx", "cy", "r")).toEqual([
    ["is-cat", "10.1", "20.5", "3.5"],
    ["is-dog", "30", "40", "3.5"],
    ["is-cat", "50.1", "60", "3.5"],
  ]);
});

it("defines the look of a class's points once", () => {
  const { textContent } =
    parse(
      drawn({
        points: [CAT, CAT, DOG].map((look) => ({ position: [1, 1], look })),
        selected: [{ position: [1, 1], look: { ...CAT, radius: 5 } }],
      }),
    ).querySelector("style") ?? {};
  expect(textContent?.trim().split("\n")).toEqual([
    ".is-cat { fill: #e69f00; fill-opacity: 0.92; stroke: #8b630b; stroke-width: 1; stroke-opacity: 0.92; }",
    ".is-dog { fill: #56b4e9; fill-opacity: 0.92; stroke: #8b630b; stroke-width: 1; stroke-opacity: 0.92; }",
  ]);
});

it("gives different looks of a class, and classes with similar names, styles of their own", () => {
  const svg = parse(
    drawn({
      points: [
        { position: [1, 1], look: CAT },
        { position: [2, 2], look: GRAY },
        { position: [3, 3], look: DOG },
      ],
    }),
    { names: ["a<b", "a/b"] },
  );
  expect(listOf(svg, "#samples circle", "class")).toEqual([["is-a-b"], ["is-a-b-2"], ["is-a-b-3"]]);
});

it("repeats only the start of a long name at each point", () => {
  const svg = parse(
    drawn({
      points: [CAT, DOG].map((look) => ({ position: [1, 1], look })),
    }),
    { names: ["x".repeat(10_000), "𝕏".repeat(10_000)] },
  );
  expect(listOf(svg, "#samples circle", "class")).toEqual([[`is-${"x".repeat(40)}`], [`is-${"𝕏".repeat(40)}`]]);
});

it("numbers colors that have no name", () => {
  expect(
    listOf(
      parse(drawn({ points: [{ position: [1, 1], look: { ...CAT, code: 17 } }] }), { names: [] }),
      "#samples circle",
      "class",
    ),
  ).toEqual([["is-color-17"]]);
});

it("writes misclassified samples as diamonds of the same area, with the rim inside", () => {
  const svg = parse(drawn({ points: [{ position: [100, 50], look: WRONG }] }));
  // 4 less half of the rim's reach, which is 1 / 0.79.
  expect(listOf(svg, "#samples polygon", "points")).toEqual([["100,46.6 103.4,50 100,53.4 96.6,50"]]);
});

it("writes trails as lines that fade, under the selected samples", () => {
  const svg = parse(
    drawn({
      trails: [
        {
          color: "#e69f00",
          width: 1.25,
          edge: null,
          positions: [
            [0, 0],
            [10, 0],
            [10, 10],
          ],
          opacities: [0.3375, 0.7125],
        },
      ],
      selected: [{ position: [10, 10], look: CAT }],
    }),
  );
  expect(listOf(svg, "#trails line", "x1", "y1", "x2", "y2", "stroke-opacity")).toEqual([
    ["0", "0", "10", "0", "0.34"],
    ["10", "0", "10", "10", "0.71"],
  ]);
  expect(listOf(svg, "#trails g", "stroke", "stroke-width")).toEqual([["#e69f00", "1.25"]]);
  const layers = [...svg.querySelectorAll("g[clip-path] > g")].map(({ id }) => id);
  expect(layers).toEqual(["trails", "selected-samples"]);
});

it("writes the edges of centers' trails under their colors", () => {
  const svg = parse(
    drawn({
      centerTrails: [
        {
          color: "#e69f00",
          width: 3,
          edge: { color: "#111111", width: 1 },
          positions: [
            [0, 0],
            [10, 0],
          ],
          opacities: [0.5],
        },
      ],
    }),
  );
  expect(listOf(svg, "#center-trails g", "stroke", "stroke-width")).toEqual([
    ["#111111", "5"],
    ["#e69f00", "3"],
  ]);
});

it("keeps the points inside the plot, below the caption", () => {
  const svg = parse(drawn({ points: [{ position: [1, 1], look: CAT }] }));
  expect(listOf(svg, "g[clip-path]", "transform")).toEqual([["translate(0 60)"]]);
  expect(listOf(svg, "clipPath rect", "width", "height")).toEqual([["300", "200"]]);
});

it("escapes any name", () => {
  const name = 'a<b & "c"\u0000';
  const sheet: Sheet = {
    ...SHEET,
    marks: [
      ...SHEET.marks,
      { kind: "text", text: name, x: 1, y: 2, anchor: "end", color: "#111111", size: 13, weight: 400 },
    ],
  };
  const svg = parse(drawn({}), { sheet, title: name });
  expect([
    svg.querySelector("parsererror"),
    svg.querySelector("title")?.textContent,
    svg.querySelector("#words text")?.textContent,
  ]).toEqual([null, 'a<b & "c"', 'a<b & "c"']);
  expect(escape(name)).toBe("a&lt;b &amp; &quot;c&quot;");
});
