import { when } from "mobx";
import { expect, it } from "vitest";
import { openInside, rest } from "../testing.ts";
import type { TestInside } from "../testing.ts";

/** The tiny network, with all samples of a set about to be played. */
async function openPlayed(set = "all"): Promise<TestInside> {
  const opened = await openInside();
  opened.inside.played.read((name) => new Map([["played", set]]).get(name));
  opened.inside.played.chooseSpeed(1000);
  return opened;
}

it("plays the samples of a class to the last one, and starts over from there", async () => {
  const { inside, page, stop } = await openPlayed("1");
  const { played } = inside;
  const members = [...(page.run.samples?.label ?? [])].flatMap((label, sample) => (label === 1 ? [sample] : []));
  expect([...played.members]).toEqual(members);
  played.startOver();
  played.play();
  await when(() => !played.playing);
  expect([played.seen, inside.input.sample]).toEqual([members.length, members.at(-1)]);
  played.play();
  expect([played.seen, inside.input.sample]).toEqual([0, members[0]]);
  await when(() => !played.playing);
  expect(played.seen).toBe(members.length);
  stop();
});

it("averages the maps of a layer, and says how many samples excite each", async () => {
  const { inside, stop } = await openPlayed();
  const { played } = inside;
  played.startOver();
  await when(() => played.seen === 1);
  // Its two maps at epoch 2 have means 2 and 3; each pixel is its place of 255.
  expect([...played.shares]).toEqual([0, 1]);
  expect(played.means.map((mean) => mean.length)).toEqual([6, 6]);
  played.step();
  await when(() => played.seen === 2);
  played.back();
  await rest();
  expect([played.seen, inside.input.sample]).toEqual([2, played.members[0]]);
  played.chooseLayer(3);
  await when(() => played.shares.length === 3);
  expect([played.seen, played.averaged]).toEqual([1, []]);
  stop();
});

it("plays what is selected, and has nothing to play where that is gone", async () => {
  const { inside, page, stop } = await openPlayed("selection");
  expect([...inside.played.members]).toEqual([]);
  inside.played.play();
  expect(inside.played.playing).toBe(false);
  page.selection.pick([2, 5]);
  expect([...inside.played.members]).toEqual([2, 5]);
  inside.played.play();
  await when(() => inside.played.seen === 2);
  stop();
});

it("is kept in the address", async () => {
  const { inside, stop } = await openPlayed("2");
  inside.played.chooseLayer(3);
  const said = inside.parts.filter(([name]) => ["played", "averaged"].includes(name));
  expect(said).toEqual([
    ["played", "2"],
    ["averaged", "3"],
  ]);
  inside.played.toggle();
  expect(inside.played.texts).toEqual({ played: null, averaged: null });
  stop();
});
