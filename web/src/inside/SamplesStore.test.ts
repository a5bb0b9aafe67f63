import { when } from "mobx";
import { expect, it, vi } from "vitest";
import { FakeApi } from "../api/fakeApi.ts";
import { openInside } from "./testing.ts";

/** The inside with a sample; at epoch 2, samples 4 and 9 are misclassified, the latter more so. */
async function openSamples(sample: number) {
  const api = new FakeApi();
  const { fetchPredictions } = api;
  api.fetchPredictions = async (run, epochs = []) => {
    const found = await fetchPredictions(run, epochs);
    const from = 12 * epochs.indexOf(2);
    if (from >= 0) {
      found.margin[from + 4] = -1;
      found.margin[from + 9] = -3;
    }
    return found;
  };
  const opened = await openInside(undefined, api);
  opened.inside.samples.show(sample);
  return { ...opened, samples: opened.inside.samples, shown: () => opened.inside.input.sample };
}

it("goes to the samples beside one, around the ends, and to the next one of a class", async () => {
  const { samples, shown, stop } = await openSamples(11);
  expect([samples.count, samples.previous, samples.next]).toEqual([12, 10, 0]);
  samples.showNextOf(1);
  expect(shown()).toBe(6);
  samples.showNextOf(1);
  expect(shown()).toBe(7);
  samples.showNextOf(7);
  expect(shown()).toBe(7);
  stop();
});

it("goes to one at random", async () => {
  const { samples, shown, stop } = await openSamples(0);
  const random = vi.spyOn(Math, "random").mockReturnValue(0.99);
  samples.showRandom();
  expect(shown()).toBe(11);
  random.mockRestore();
  stop();
});

it("knows the sample that is most wrong at the epoch shown, if one is", async () => {
  const { page, clock, samples, stop } = await openSamples(0);
  expect([samples.knowsWrong, samples.mostWrong]).toEqual([true, 9]);
  page.timeline.showEpoch(0);
  clock.pass(2000);
  expect(samples.mostWrong).toBeNull();
  stop();
});

it("goes through what a search finds, beginning with the next one that is found", async () => {
  const { page, clock, samples, shown, stop } = await openSamples(2);
  page.query.ask([{ condition: { kind: "label", label: 1, predicted: "any" }, not: false }]);
  expect([[...(samples.found ?? [])], shown()]).toEqual([[6, 7, 8, 9], 6]);
  expect([samples.previous, samples.next]).toEqual([9, 7]);
  const random = vi.spyOn(Math, "random").mockReturnValue(0.99);
  samples.showRandom();
  expect(shown()).toBe(9);
  random.mockRestore();
  // The sample stays while the epochs change, found or not.
  samples.show(3);
  page.timeline.showEpoch(0);
  clock.pass(2000);
  expect(shown()).toBe(3);
  page.query.clear();
  expect([samples.found, samples.next]).toEqual([null, 4]);
  stop();
});

it("says to the page that samples are looked at, and leaves the last one ringed on the map", async () => {
  const { inside, page, stop } = await openSamples(5);
  expect([page.mode.takesSamples, page.hover.ringed]).toEqual([true, null]);
  inside.input.choose("draw");
  await when(() => !page.mode.takesSamples);
  inside.input.choose("sample");
  stop();
  expect(page.hover.ringed).toBe(5);
});
