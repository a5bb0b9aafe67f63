import { describe, expect, it } from "vitest";
import { contrastOf, legible } from "../numbers/contrast.ts";
import { classColor } from "../numbers/palette.ts";
import { backgroundOf, SKINS } from "./looks.ts";
import { NAME_HEIGHT, NamePlacer, placesAt } from "./names.ts";
import type { Name, PlacedName } from "./names.ts";

const SIZE = { width: 1000, height: 700 };

function name(text: string, weight = 1): Name {
  return { text, color: "#000000", width: 10 * text.length, weight };
}

function sure(x: number, y: number, concentration = 1) {
  return { at: [x, y] as const, concentration };
}

function overlap(one: PlacedName, other: PlacedName): boolean {
  return Math.abs(one.x - other.x) < (one.width + other.width) / 2 && Math.abs(one.y - other.y) < NAME_HEIGHT - 1e-6;
}

function overlaps(placed: readonly PlacedName[]): number {
  return placed.filter((one, at) => placed.slice(0, at).some((other) => overlap(one, other))).length;
}

describe("the colors of names", () => {
  it("can be read on both themes, for every color of the palette", () => {
    for (const theme of ["light", "dark"] as const) {
      const background = backgroundOf(SKINS[theme]);
      for (let number = 0; number < 127; number++) {
        expect(contrastOf(legible(classColor(number, theme), background), background)).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  it("are the class's own where that can be read already", () => {
    expect(legible("#004b8d", "#ffffff")).toBe("#004b8d");
    expect(legible("#f0e442", "#101318")).toBe("#f0e442");
    expect(contrastOf("#000000", "#ffffff")).toBeCloseTo(21);
  });
});

describe("the places of names", () => {
  it("are where the classes are, those of more weight first", () => {
    const placed = new NamePlacer().place([name("cat"), name("dog", 2)], [sure(100, 100), sure(500, 300)], SIZE);
    expect(placed.map(({ text, x, y, opacity }) => [text, x, y, opacity])).toEqual([
      ["dog", 500, 300, 1],
      ["cat", 100, 100, 1],
    ]);
  });

  it("never overlap, and the lighter name steps aside", () => {
    const placed = new NamePlacer().place([name("cat", 2), name("dog")], [sure(100, 100), sure(110, 104)], SIZE);
    expect(placed.map(({ text, y }) => [text, y])).toEqual([
      ["cat", 100],
      ["dog", 119],
    ]);
  });

  it("leave out what finds no room nearby, and what is out of view", () => {
    const texts = ["one", "two", "three", "four", "five", "six", "seven", "eight"];
    const crowd = new NamePlacer().place(
      texts.map((text, at) => name(text, 10 - at)),
      texts.map(() => sure(200, 200)),
      SIZE,
    );
    expect(crowd.map(({ text }) => text)).toEqual(["one", "two", "three"]);
    expect(overlaps(crowd)).toBe(0);
    expect(new NamePlacer().place([name("cat")], [sure(-5, 100)], SIZE)).toEqual([]);
  });

  it("stay clear of what is taken, and inside the plot", () => {
    const taken = [{ x: 60, y: 30, width: 120, height: 60 }];
    const [cat, automobile] = new NamePlacer().place(
      [name("cat", 2), name("automobile")],
      [sure(60, 50), sure(990, 300)],
      SIZE,
      taken,
    );
    expect(cat?.y).toBe(60 + NAME_HEIGHT / 2);
    expect(automobile?.x).toBe(950);
  });

  it("move without jumps while one class passes another, and never overlap", () => {
    const placer = new NamePlacer();
    let before: number | undefined;
    for (let step = 0; step <= 400; step++) {
      const placed = placer.place([name("truck", 2), name("ship")], [sure(300, 300), sure(100 + step, 306)], SIZE);
      const ship = placed.find(({ text }) => text === "ship");
      expect(overlaps(placed)).toBe(0);
      expect(Math.abs((ship?.y ?? 0) - (before ?? ship?.y ?? 0))).toBeLessThan(2);
      before = ship?.y;
    }
  });

  it("stay on their side for a while when a class crosses another", () => {
    const placer = new NamePlacer();
    const sides = Array.from({ length: 60 }, (_, step) => {
      const y = 280 + step + (step % 2) * 3;
      return Math.sign(
        (placer.place([name("cat", 2), name("dog")], [sure(300, 300), sure(300, y)], SIZE)[1]?.y ?? 0) - 300,
      );
    });
    expect(sides.filter((side, at) => at > 0 && side !== sides[at - 1])).toHaveLength(1);
  });

  it("have 60 names of 1,000 classes without overlap, the heaviest first", () => {
    let seed = 5;
    const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
    const names = Array.from({ length: 1000 }, (_, at) => name(`class ${at}`, 1000 - at));
    const placed = new NamePlacer().place(
      names,
      names.map(() => sure(1000 * random(), 700 * random())),
      SIZE,
    );
    expect(overlaps(placed)).toBe(0);
    expect(placed.length).toBeGreaterThan(60);
    expect(placed[0]?.text).toBe("class 0");
  });

  it("are faint or missing while a class is spread among the others", () => {
    const opacities = [0.05, 0.35, 0.9].map(
      (concentration) => new NamePlacer().place([name("cat")], [sure(10, 10, concentration)], SIZE)[0]?.opacity,
    );
    expect(opacities[0]).toBeUndefined();
    expect(opacities[1]).toBeGreaterThan(0.1);
    expect(opacities[1]).toBeLessThan(0.5);
    expect(opacities[2]).toBe(1);
  });

  it("go from epoch to epoch as the samples do", () => {
    const places = {
      classes: [3],
      weights: [1],
      epochs: [
        [{ x: 0, y: 100, near: 1, concentration: 0 }],
        [{ x: 200, y: 100, near: 1, concentration: 0.8 }],
        undefined,
      ],
    };
    expect(placesAt(places, { from: 0, to: 1, share: 0.25 })).toEqual([{ x: 50, y: 100, concentration: 0.2 }]);
    expect(placesAt(places, { from: 1, to: 1, share: 0 })).toEqual([{ x: 200, y: 100, concentration: 0.8 }]);
    expect(placesAt(places, { from: 1, to: 2, share: 0.5 })).toBeNull();
  });
});
