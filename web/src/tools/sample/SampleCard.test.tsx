import { act, fireEvent, screen, within } from "@testing-library/react";
import { when } from "mobx";
import { expect, it } from "vitest";
import { FakeApi, tinyManifest } from "../../api/fakeApi.ts";
import type { Manifest } from "../../api/manifest.ts";
import type { Page } from "../../page/Page.ts";
import { openTool, renderTool } from "../testing.tsx";
import { sample as tool } from "./index.ts";
import { SampleCard } from "./SampleCard.tsx";
import { SampleTool } from "./SampleTool.ts";

/** The card of a sample of the tiny run at its last epoch, with everything loaded. */
async function showCard(sample: number, change: Partial<Manifest> = {}): Promise<Page> {
  const api = new FakeApi();
  api.fetchManifest = () => Promise.resolve(tinyManifest(change));
  const opened = await openTool(tool, SampleTool, { epoch: 2 }, api);
  const { page } = opened;
  page.inspected.open(sample);
  await when(() => page.blocks.status === "idle" && page.sources.status === "idle");
  renderTool(opened, <SampleCard />);
  return page;
}

const buttons = (list: string) =>
  within(screen.getByRole("list", { name: list }))
    .getAllByRole("button")
    .map((one) => one.getAttribute("aria-label"));

it("says how to choose a sample", async () => {
  renderTool(await openTool(tool, SampleTool), <SampleCard />);
  expect(screen.getByText("No sample chosen yet.")).toBeTruthy();
});

it("shows what the sample is, and whether it is classified correctly", async () => {
  const page = await showCard(4);
  for (const text of ["Sample 4", "train", "tiny:4", "correct at epoch 2"]) expect(screen.getByText(text)).toBeTruthy();
  act(() => {
    page.timeline.showEpoch(1);
  });
  expect(screen.getByText("misclassified at epoch 1").dataset.right).toBe("false");
  expect(screen.getByText(/^predicted as/).textContent).toBe("predicted as dog");
});

it("jumps to a clicked flip, and from flip to flip with the arrow keys", async () => {
  const page = await showCard(0);
  const flips = within(screen.getByRole("group", { name: "Flips" })).getAllByRole("button");
  const [first = document.body, second = document.body] = flips;
  expect(flips.map((flip) => flip.getAttribute("aria-label"))).toEqual([
    "Epoch 1: misclassified as dog",
    "Epoch 2: becomes correct, strongest rival frog",
  ]);
  expect(flips.map((flip) => flip.tabIndex)).toEqual([-1, 0]);
  act(() => {
    second.focus();
  });
  fireEvent.keyDown(second, { key: "ArrowLeft" });
  expect([page.timeline.epoch, document.activeElement === first]).toEqual([1, true]);
  fireEvent.keyDown(first, { key: "ArrowLeft" });
  expect(page.timeline.epoch).toBe(1);
  fireEvent.click(second);
  expect(page.timeline.epoch).toBe(2);
});

it("lists the neighbors, rings the hovered one and opens the clicked one", async () => {
  const page = await showCard(4);
  expect(buttons("Neighbors, nearest first")).toEqual([
    "Neighbor 6: dog, different true class",
    "Neighbor 7: dog, different true class, new since epoch 1",
  ]);
  expect(buttons("Gone since epoch 1")).toEqual(["Neighbor 5: cat"]);
  const second = screen.getByRole("button", { name: /^Neighbor 7/ });
  fireEvent.pointerEnter(second);
  expect(page.hover.ringed).toBe(7);
  fireEvent.click(second);
  expect([page.inspected.number, page.hover.ringed]).toEqual([7, 10]);
  fireEvent.pointerLeave(second);
  expect(page.hover.ringed).toBeNull();
});

it("selects the sample with its neighbors, and stays with it", async () => {
  const page = await showCard(4);
  fireEvent.click(screen.getByRole("button", { name: "Select this sample and its 2 neighbors" }));
  expect([[...page.selection.samples], page.inspected.number]).toEqual([[4, 6, 7], 4]);
});

it("shows the layer that is clicked", async () => {
  const page = await showCard(4);
  const stem = screen.getByRole("button", { name: "stem: 0 of 2 neighbors have the same true class" });
  expect(stem.getAttribute("aria-pressed")).toBe("false");
  await act(async () => {
    fireEvent.click(stem);
    await when(() => page.positions.complete);
  });
  expect([page.projection.layer, stem.getAttribute("aria-pressed")]).toEqual(["stem", "true"]);
});

it("says how to compute missing neighbors, and draws a tile if there is no image", async () => {
  await showCard(4, { neighbors: [], thumbnails: null });
  expect(screen.getByText("--layers").parentElement?.textContent).toBe("epochscope project tiny --layers fc");
  expect(document.querySelector(".sample-image .tile")?.textContent).toBe("cat");
});

it("says what failed and tries again", async () => {
  const api = new FakeApi();
  const { fetchProbabilities } = api;
  api.fetchProbabilities = () => Promise.reject(new Error("probabilities/0.bin is gone."));
  const opened = await openTool(tool, SampleTool, { epoch: 2 }, api);
  const { page } = opened;
  page.inspected.open(4);
  await when(() => page.blocks.status === "failed");
  renderTool(opened, <SampleCard />);
  expect(screen.getByRole("alert").textContent).toContain("probabilities/0.bin is gone.");
  api.fetchProbabilities = fetchProbabilities;
  await act(async () => {
    fireEvent.click(screen.getByRole("button", { name: "Retry" }));
    await when(() => page.blocks.status === "idle");
  });
  expect(screen.queryByRole("alert")).toBeNull();
  expect(screen.getByText("Probabilities at epoch 2")).toBeTruthy();
});
