import { expect, it } from "vitest";
import { openTiny } from "./testing.ts";

it("finds the places of the visible classes at every epoch, unless names are off", async () => {
  const { page } = await openTiny();
  expect(page.names.places?.classes).toEqual([0, 1, 2]);
  page.classes.toggleClass(1);
  expect(page.names.places?.classes).toEqual([0, 2]);
  // In the tiny run all samples are at one position, which is the epoch's.
  expect(page.names.places?.epochs.map((places) => places?.map(({ x, y }) => [x, y]))).toEqual([
    [
      [0, 0],
      [0, 0],
    ],
    [
      [1000, 1000],
      [1000, 1000],
    ],
    [
      [2000, 2000],
      [2000, 2000],
    ],
  ]);
  page.names.toggle();
  expect(page.names.places).toBeNull();
});

it("is in the address when it is off", async () => {
  const { page } = await openTiny({ names: false, look: "density" });
  expect(page.names.shown).toBe(false);
  expect(page.location).toMatchObject({ names: false, look: "density" });
  page.names.toggle();
  page.look.toggleDensity();
  expect(page.location).toMatchObject({ names: true, look: null });
});
