import { expect, it } from "vitest";
import { FakeApi, tinyManifest } from "../api/fakeApi.ts";
import type { Manifest } from "../api/manifest.ts";
import { formatAddress } from "./address.ts";
import { mostConfused, startersOf } from "./starters.ts";
import { openShell } from "./testing.tsx";

async function questionsOf(change: Partial<Manifest> = {}): Promise<string[]> {
  const api = new FakeApi();
  api.fetchManifest = () => Promise.resolve(tinyManifest(change));
  const { shell, page } = await openShell({}, api);
  return shell.address === null ? [] : startersOf(page, shell.address).map(({ question }) => question);
}

it("asks about the classes that are confused most, what is forgotten, and labels", async () => {
  const api = new FakeApi();
  const { fetchPredictions } = api;
  api.fetchPredictions = async () => {
    const predictions = await fetchPredictions();
    // At the last epoch, the last two frogs are taken for cats.
    predictions.predicted.set([0, 0], 34);
    return predictions;
  };
  const { shell, page } = await openShell({}, api);
  expect(mostConfused(page)).toEqual([0, 2]);
  const here = shell.address;
  const starters = here === null ? [] : startersOf(page, here);
  expect(starters.map(({ question }) => question)).toEqual([
    "Where do cat and frog part?",
    "What is forgotten?",
    "Which labels look wrong?",
  ]);
  expect(starters.map(({ address }) => formatAddress(address).replace(/^.*epoch=2/, ""))).toEqual([
    "&only=0,2",
    "&color=forgotten",
    "&tool=labels",
  ]);
});

it("asks nothing about classes where none are confused", async () => {
  expect(await questionsOf()).toEqual(["What is forgotten?", "Which labels look wrong?"]);
});

it("asks only what the run can answer", async () => {
  expect(await questionsOf({ predictions: null, dynamics: null, label_errors: null })).toEqual([]);
});
