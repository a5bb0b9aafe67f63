import { expect, it } from "vitest";
import { rgbaOf } from "../numbers/paint.ts";
import { GRAYED, SHOWN } from "../page/DrawingStore.ts";
import type { Drawn } from "./drawn.ts";
import { SKINS } from "./looks.ts";
import { Outlines } from "./Outlines.ts";
import { momentAt, PositionTable } from "./positions.ts";

/** Two groups of twenty samples, of two colors; a thousand units are a CSS pixel. */
function drawnAt(position: number, change: Partial<Drawn> = {}): Drawn {
  const table = new PositionTable(40, 2);
  for (const epoch of [0, 1]) {
    const at = (i: number) => (i < 40 ? 12000 : 50000) + 400 * ((i * 7) % 11) + 3000 * epoch;
    table.fill(
      epoch,
      Uint16Array.from({ length: 80 }, (_, i) => at(i)),
    );
  }
  const codes = Uint8Array.from({ length: 40 }, (_, sample) => (sample < 20 ? 0 : 1));
  const known: Partial<Drawn> = {
    table,
    moment: momentAt(position),
    states: new Uint8Array(40).fill(SHOWN),
    paint: { colors: rgbaOf(["#ff0000", "#00ff00"]), codes, marks: new Uint8Array(40), ranks: new Uint16Array(2) },
    skin: SKINS.light,
    density: "colors",
    toPixels: ([x, y]) => [x / 1000, y / 1000],
    ...change,
  };
  return known as Drawn;
}

it("outlines the samples of each color twice, the outer lines below the inner ones", () => {
  const drawn = new Outlines().of(drawnAt(0));
  expect(drawn.map(({ color }) => color)).toEqual(["#ff0000", "#00ff00", "#ff0000", "#00ff00"]);
  expect((drawn[0]?.fill ?? 1) < (drawn[2]?.fill ?? 0)).toBe(true);
  for (const { path } of drawn) expect(path).toMatch(/^(M[\d. ]+(Q[\d. ]+)+Z)+$/);
});

it("leaves out samples in gray, and outlines all together where colors say a number", () => {
  const states = Uint8Array.from({ length: 40 }, (_, sample) => (sample < 20 ? GRAYED : SHOWN));
  expect(new Outlines().of(drawnAt(0, { states })).map(({ color }) => color)).toEqual(["#00ff00", "#00ff00"]);
  expect(new Outlines().of(drawnAt(0, { density: "all" })).map(({ color }) => color)).toEqual(["#121726", "#121726"]);
  expect(new Outlines().of(drawnAt(0, { density: null }))).toEqual([]);
});

it("follows the camera and the samples, and may be late only while these move", () => {
  const outlines = new Outlines();
  const [there, moved] = [drawnAt(0), drawnAt(0.5)];
  const before = outlines.of(there);
  const panned = outlines.of({ ...there, toPixels: ([x, y]) => [x / 1000 + 5, y / 1000] }, true);
  expect(panned[0]?.path).not.toBe(before[0]?.path);
  expect(outlines.late).toBe(false);
  expect(outlines.of({ ...there, moment: moved.moment })).not.toEqual(before);
  expect(outlines.of(there)).toEqual(before);
});
