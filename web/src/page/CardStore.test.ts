import { when } from "mobx";
import { expect, it } from "vitest";
import { FakeApi } from "../api/fakeApi.ts";
import { openTiny } from "./testing.ts";

/** Samples 2, 5 and 8 of the tiny run, whose losses decrease with their number, except at epoch 1. */
async function openSelected() {
  const api = new FakeApi();
  const { fetchPredictions } = api;
  api.fetchPredictions = async () => ({
    ...(await fetchPredictions()),
    loss: Uint16Array.from({ length: 36 }, (_, i) => 4096 * (Math.floor(i / 12) === 1 ? i % 12 : 12 - (i % 12))),
  });
  const page = await openTiny({ epoch: 0 }, api);
  page.page.selection.pick([2, 5, 8]);
  return { ...page, listed: () => page.page.card.cards.map(({ sample }) => sample) };
}

it("sorts samples by number, ascending or descending, and by any measure", async () => {
  const { page, listed } = await openSelected();
  expect(listed()).toEqual([2, 5, 8]);
  page.card.reverseOrder();
  expect(listed()).toEqual([8, 5, 2]);
  page.card.sortBy("loss");
  expect(listed()).toEqual([2, 5, 8]);
  page.card.reverseOrder();
  expect(listed()).toEqual([8, 5, 2]);
  page.card.sortBy("no measure");
  expect([page.card.sorting, listed()]).toEqual([null, [2, 5, 8]]);
});

it("sorts again when the timeline rests, and not before", async () => {
  const { page, clock, listed } = await openSelected();
  page.card.sortBy("loss");
  expect(listed()).toEqual([8, 5, 2]);
  page.timeline.showEpoch(1);
  clock.pass(40);
  expect([listed(), page.card.values?.[2]]).toEqual([[8, 5, 2], 2]);
  clock.pass(2000);
  expect(listed()).toEqual([2, 5, 8]);
  page.timeline.play();
  clock.pass(900);
  expect([page.timeline.epoch, listed()]).toEqual([2, [2, 5, 8]]);
  clock.pass(2000);
  expect([page.timeline.playing, listed()]).toEqual([false, [8, 5, 2]]);
});

it("requests the values that it sorts by, and puts samples without one last", async () => {
  const { page, clock } = await openSelected();
  page.selection.pick([0, 10, 11]);
  page.card.reverseOrder();
  page.card.sortBy("first_learned");
  expect(page.card.sorted).toBe(false);
  await when(() => page.card.sorted);
  page.timeline.showEpoch(2);
  clock.pass(2000);
  expect([...page.card.order]).toEqual([0, 10, 11]);
  expect(page.card.values?.[10]).toBeNaN();
});

it("writes every measure that is loaded, in the order of the list", async () => {
  const { page } = await openSelected();
  await when(() => page.dynamics.motion !== null);
  expect(page.card.csv.split("\n")).toEqual([
    "sample,split,label,predicted,confidence,loss,margin,layer_motion,trustworthiness",
    "2,train,cat,cat,0.80,10.0000,0.0000,0.0000,0.84",
    "5,test,cat,cat,0.80,7.0000,0.0000,0.0000,0.61",
    "8,train,dog,dog,0.80,4.0000,0.0000,0.0000,0.37",
    "",
  ]);
  page.card.sortBy("forgotten");
  page.card.reverseOrder();
  await when(() => page.dynamics.dynamics !== null);
  const [head = "", first = ""] = page.card.csv.split("\n");
  expect(head).toBe(
    "sample,split,label,predicted,confidence,loss,margin,label_confidence,variability,correctness,forgotten,first_learned,area_under_margin,layer_motion,trustworthiness",
  );
  expect(first).toBe("2,train,cat,cat,0.80,10.0000,0.0000,0.1667,0.0833,0.16,0,,-4.0000,0.0000,0.84");
});
