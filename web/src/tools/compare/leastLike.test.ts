import { expect, it } from "vitest";
import { FakeApi, projectionOf } from "../../api/fakeApi.ts";
import type { Projection } from "../../api/manifest.ts";
import { leastLike } from "./leastLike.ts";

const SAMPLES = 64;
const { signal } = new AbortController();

/** Positions (64, 2) on a line, in an order that steps through the samples. */
function line(step: number): Uint16Array<ArrayBuffer> {
  return Uint16Array.from({ length: 2 * SAMPLES }, (_, i) =>
    i % 2 === 0 ? 100 * ((Math.floor(i / 2) * step) % SAMPLES) : 0,
  );
}

/** Layers by name, with the step of their positions. */
async function chosen(steps: Readonly<Record<string, number>>, shown: string, samples = SAMPLES) {
  const layers = Object.keys(steps);
  const api = new FakeApi();
  const asked: string[] = [];
  api.fetchEpoch = (_run, file, epoch) => {
    const layer = layers.find((name) => file.epoch_path.includes(`/${name}/`)) ?? "";
    asked.push(`${layer} ${epoch}`);
    return Promise.resolve({ position: line(steps[layer] ?? 1) });
  };
  const entries: Projection[] = layers.map((name) => projectionOf(name, 15, 0.1));
  const choice = {
    api,
    run: "tiny",
    samples,
    shown: entries[layers.indexOf(shown)] ?? projectionOf(shown, 15, 0.1),
    others: entries.filter(({ layer }) => layer !== shown),
    before: layers.indexOf(shown),
  };
  return { layer: (await leastLike(choice, signal))?.layer, asked, choice };
}

it("takes the layer that shares the fewest neighbors, wherever it is in the network", async () => {
  expect((await chosen({ stem: 1, layer1: 27, layer4: 1, pooled: 1 }, "pooled")).layer).toBe("layer1");
  expect((await chosen({ stem: 27, layer1: 1, layer4: 1, pooled: 1 }, "layer1")).layer).toBe("stem");
});

it("never takes the very same layout for another where there is any that differs", async () => {
  for (const shown of ["layer4", "pooled"])
    expect((await chosen({ stem: 3, layer4: 1, pooled: 1, logits: 3 }, shown)).layer).not.toMatch(/layer4|pooled/);
});

it("compares the last epochs, one answer per layer", async () => {
  const { asked } = await chosen({ stem: 1, layer1: 3, pooled: 1 }, "pooled");
  expect(asked).toEqual(["pooled 2", "stem 2", "layer1 2"]);
});

it("takes the layer farthest away in a run too large to compare", async () => {
  expect((await chosen({ stem: 1, layer1: 27, pooled: 1 }, "pooled", 1_000_000)).layer).toBe("stem");
  expect((await chosen({ stem: 1, layer1: 27, pooled: 1 }, "stem", 1_000_000)).layer).toBe("pooled");
});

it("takes the layer farthest away where an answer fails", async () => {
  const { choice } = await chosen({ stem: 1, layer1: 27, pooled: 1 }, "pooled");
  choice.api.fetchEpoch = () => Promise.reject(new Error("gone"));
  expect((await leastLike(choice, signal))?.layer).toBe("stem");
});

it("takes the only other one, and none where there is none", async () => {
  expect((await chosen({ stem: 1, pooled: 1 }, "pooled")).layer).toBe("stem");
  expect((await chosen({ pooled: 1 }, "pooled")).layer).toBeUndefined();
});
