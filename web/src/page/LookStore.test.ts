import { expect, it } from "vitest";
import { LookStore, MOST_POINTS } from "./LookStore.ts";

function lookAt(shownCount: number): LookStore {
  return new LookStore({ subset: { shownCount } });
}

it("shows points, and density where there are very many", () => {
  expect(lookAt(MOST_POINTS).look).toBe("points");
  expect(lookAt(MOST_POINTS + 1).look).toBe("density");
});

it("plays very many samples as points, unless the user chose otherwise", () => {
  const many = lookAt(MOST_POINTS + 1);
  expect(many.playing).toBe("points");
  many.choose("density");
  expect(many.playing).toBe("density");
});

it("shows what the user chose, whatever the number of samples", () => {
  const [few, many] = [lookAt(100), lookAt(1_000_000)];
  few.toggleDensity();
  many.toggleDensity();
  expect([few.look, few.chosen]).toEqual(["density", "density"]);
  expect([many.look, many.chosen]).toEqual(["points", "points"]);
});

it("leaves the look to the number of samples again once the user is back at it", () => {
  const look = lookAt(100);
  look.toggleDensity();
  look.toggleDensity();
  expect([look.look, look.chosen]).toEqual(["points", null]);
  look.choose("density");
  look.choose("sculpture");
  expect(look.chosen).toBeNull();
});
