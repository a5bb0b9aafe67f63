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

/** The card of a sample of the tiny run at its last epoch, with all there is to tell. */
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

it("says how to choose a sample while none is chosen", async () => {
  renderTool(await openTool(tool, SampleTool), <SampleCard />);
  expect(screen.getByText("No sample is chosen.")).toBeTruthy();
});

it("says what the sample is, and right and wrong in words", async () => {
  const page = await showCard(4);
  for (const words of ["Sample 4", "train", "tiny:4", "right at epoch 2"]) expect(screen.getByText(words)).toBeTruthy();
  act(() => {
    page.timeline.showEpoch(1);
  });
  expect(screen.getByText("wrong at epoch 1").dataset.right).toBe("false");
  expect(screen.getByText(/^taken for/).textContent).toBe("taken for dog");
});

it("jumps to the flip that is clicked, and from flip to flip with the arrows", async () => {
  const page = await showCard(0);
  const flips = within(screen.getByRole("group", { name: "Flips" })).getAllByRole("button");
  const [first = document.body, second = document.body] = flips;
  expect(flips.map((flip) => flip.getAttribute("aria-label"))).toEqual([
    "Epoch 1: becomes wrong, taken for dog",
    "Epoch 2: becomes right, strongest rival frog",
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

it("lists the neighbors, rings the one pointed at and opens the one clicked", async () => {
  const page = await showCard(4);
  expect(buttons("Neighbors, nearest first")).toEqual([
    "Neighbor 6: dog, another label",
    "Neighbor 7: dog, another label, new since epoch 1",
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
  fireEvent.click(screen.getByRole("button", { name: "Select it and its 2 neighbors" }));
  expect([[...page.selection.samples], page.inspected.number]).toEqual([[4, 6, 7], 4]);
});

it("shows the layer whose agreement is clicked", async () => {
  const page = await showCard(4);
  const stem = screen.getByRole("button", { name: "stem: 0 of 2 neighbors have its label" });
  expect(stem.getAttribute("aria-pressed")).toBe("false");
  await act(async () => {
    fireEvent.click(stem);
    await when(() => page.positions.complete);
  });
  expect([page.projection.layer, stem.getAttribute("aria-pressed")]).toEqual(["stem", "true"]);
});

it("says how to keep neighbors where there are none, and draws no picture where there is none", async () => {
  await showCard(4, { neighbors: [], thumbnails: null });
  expect(screen.getByText("--layers").parentElement?.textContent).toBe("epochscope project tiny --layers fc");
  expect(document.querySelector(".sample-picture .tile")?.textContent).toBe("cat");
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
    fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    await when(() => page.blocks.status === "idle");
  });
  expect(screen.queryByRole("alert")).toBeNull();
  expect(screen.getByText("Probabilities at epoch 2")).toBeTruthy();
});
