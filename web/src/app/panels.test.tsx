import { act, fireEvent, screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { FakeApi, projectionOf, tinyManifest } from "../api/fakeApi.ts";
import type { Projection } from "../api/manifest.ts";
import { ClassesPanel } from "../panels/ClassesPanel.tsx";
import { LayerRail } from "../panels/LayerRail.tsx";
import { SamplesPanel } from "../panels/SamplesPanel.tsx";
import { SelectionPanel } from "../panels/SelectionPanel.tsx";
import { SettingPanel } from "../panels/SettingPanel.tsx";
import { HoverCard } from "../plot/HoverCard.tsx";
import { MetricSummary } from "../timeline/Metrics.tsx";
import { Timeline } from "../timeline/Timeline.tsx";
import { TrustPill, TrustSummary, TrustWarning } from "../timeline/TrustSummary.tsx";
import { Header } from "./Header.tsx";
import { openShell, renderPart } from "./testing.tsx";

it("lists the layers in order and shows the one that is chosen", async () => {
  const { page, shell } = await openShell();
  const user = renderPart(shell, <LayerRail />);
  const layers = within(screen.getByRole("radiogroup", { name: "Layer" })).getAllByRole("radio");
  expect(layers.map((layer) => layer.getAttribute("value"))).toEqual(["stem", "layer1", "fc"]);
  await user.click(screen.getByRole("radio", { name: "stem" }));
  expect(page.projection.layer).toBe("stem");
});

it("disables a layer without projection and says how to make one", async () => {
  const { shell } = await openShell();
  renderPart(shell, <LayerRail />);
  expect(screen.getByRole<HTMLInputElement>("radio", { name: "layer1" }).disabled).toBe(true);
  expect(screen.getByText("--layers").parentElement?.textContent).toBe("epochscope project tiny --layers layer1");
});

it("offers only settings that exist", async () => {
  const { page, shell } = await openShell();
  const user = renderPart(shell, <SettingPanel />);
  await user.selectOptions(screen.getByLabelText("n_neighbors"), "50");
  const options = within(screen.getByLabelText("min_dist")).getAllByRole<HTMLOptionElement>("option");
  expect(options.map(({ value, disabled }) => [value, disabled])).toEqual([
    ["0.1", true],
    ["0.5", false],
  ]);
  expect(page.projection.entry).toMatchObject({ n_neighbors: 50, min_dist: 0.5 });
});

/** The tiny run with some projections of its own. */
async function openWith(...projections: Projection[]) {
  const api = new FakeApi();
  api.fetchManifest = () => Promise.resolve(tinyManifest({ projections }));
  return openShell({ epoch: 1 }, api);
}

it("offers no choice of method where there is only the default", async () => {
  renderPart((await openShell()).shell, <SettingPanel />);
  expect(screen.queryByLabelText("Method")).toBeNull();
});

it("offers the methods that there are, says what each does, and leaves out the values that PCA lacks", async () => {
  const { page, shell } = await openWith(
    projectionOf("fc", 15, 0.1),
    projectionOf("fc", 15, 0.1, { method: "stock" }),
    projectionOf("fc", 5, 0, { method: "umap" }),
    projectionOf("fc", 0, 0, { method: "pca" }),
  );
  const user = renderPart(shell, <SettingPanel />);
  const options = within(screen.getByLabelText("Method")).getAllByRole("option");
  expect(options.map(({ textContent }) => textContent)).toEqual([
    "AlignedUMAP",
    "AlignedUMAP (umap-learn)",
    "UMAP per epoch",
    "PCA",
  ]);
  expect(screen.getByText(/^Projects all epochs together/)).toBeTruthy();
  await user.selectOptions(screen.getByLabelText("Method"), "PCA");
  expect([
    page.projection.entry?.method,
    screen.queryByLabelText("n_neighbors"),
    screen.queryByLabelText("min_dist"),
  ]).toEqual(["pca", null, null]);
  expect(screen.getByText(/^Shows the two directions/)).toBeTruthy();
});

it("names a method other than the default even where it is the only one", async () => {
  renderPart((await openWith(projectionOf("fc", 0, 0, { method: "pca" }))).shell, <SettingPanel />);
  expect(screen.getByLabelText("Method").textContent).toBe("PCA");
});

it("says how many samples are shown", async () => {
  const { shell } = await openShell();
  renderPart(shell, <SamplesPanel />);
  fireEvent.change(screen.getByLabelText("Samples shown"), { target: { value: "6" } });
  expect(screen.getByRole("status").textContent).toBe("showing 6 of 12");
});

it("hides a class with its legend button", async () => {
  const { page, shell } = await openShell();
  const user = renderPart(shell, <ClassesPanel />);
  const dog = screen.getByRole("button", { name: "dog" });
  expect(dog.getAttribute("aria-pressed")).toBe("true");
  await user.click(dog);
  expect([dog.getAttribute("aria-pressed"), [...page.classes.hidden]]).toEqual(["false", [1]]);
});

it("shows the colors of the classes only where they are the coloring", async () => {
  const { page, shell } = await openShell();
  renderPart(shell, <ClassesPanel />);
  const swatch = () => screen.getByRole("button", { name: "dog" }).querySelector<HTMLElement>(".swatch");
  const own = page.classes.colorOf(1);
  const seen = (["class", "loss", "correct", "predicted"] as const).map((coloring) => {
    act(() => {
      page.color.choose(coloring);
    });
    return [swatch()?.className, swatch()?.style.getPropertyValue("--color")];
  });
  expect(seen).toEqual([
    ["swatch", own],
    ["swatch box", ""],
    ["swatch box", ""],
    ["swatch", own],
  ]);
});

it("shows one class alone on a double click", async () => {
  const { page, shell } = await openShell();
  const user = renderPart(shell, <ClassesPanel />);
  await user.dblClick(screen.getByRole("button", { name: "frog" }));
  expect([...page.classes.hidden]).toEqual([0, 1]);
});

it("counts the shown samples of each class", async () => {
  const { page, shell } = await openShell();
  renderPart(shell, <ClassesPanel />);
  act(() => {
    page.subset.showSamples(6);
  });
  expect(["cat", "dog", "frog"].map((name) => screen.getByRole("button", { name }).textContent)).toEqual([
    "cat3",
    "dog2",
    "frog1",
  ]);
});

it("scrubs, steps and plays", async () => {
  const { page, shell } = await openShell();
  const user = renderPart(shell, <Timeline />);
  fireEvent.change(screen.getByRole("slider", { name: "Epoch" }), { target: { value: "0" } });
  expect(page.timeline.epoch).toBe(0);
  await user.click(screen.getByRole("button", { name: "Next epoch" }));
  expect(page.timeline.epoch).toBe(1);
  await user.click(screen.getByRole("button", { name: "Play" }));
  expect(page.timeline.playing).toBe(true);
  await user.click(screen.getByRole("button", { name: "Pause" }));
  expect(page.timeline.playing).toBe(false);
});

it("writes the accuracy of the epoch on screen as text", async () => {
  const { page, shell } = await openShell();
  renderPart(shell, <MetricSummary />);
  const summary = screen.getByRole("button", { name: "Accuracy: train 60.0%, test 50.0%" });
  expect(summary.title).toBe("train accuracy 60.0%, loss 1.00\ntest accuracy 50.0%, loss 1.00");
  act(() => {
    page.timeline.showEpoch(0);
  });
  expect(screen.getByText("untrained network, no accuracy recorded")).toBeTruthy();
});

it("lists the accuracies in the order of the splits, whatever the order of the metrics", async () => {
  const api = new FakeApi();
  const metric = { loss: null, learning_rate: null, seconds: null };
  api.fetchMetrics = () =>
    Promise.resolve({
      metrics: [
        { ...metric, epoch: 0, split: "test", accuracy: 0.1 },
        { ...metric, epoch: 0, split: "train", accuracy: 0.2 },
        { ...metric, epoch: 1, split: "train", accuracy: 0.4 },
        { ...metric, epoch: 1, split: "test", accuracy: 0.3 },
      ],
    });
  const { page, shell } = await openShell({ epoch: 0 }, api);
  renderPart(
    shell,
    <>
      <MetricSummary />
      <Timeline />
    </>,
  );
  const shown = () => screen.getByRole("button", { name: /^Accuracy/ }).textContent;
  expect(shown()).toBe(" train 20.0% test 10.0%");
  expect(screen.getByRole("slider", { name: "Epoch" }).getAttribute("aria-valuetext")).toBe(
    "epoch 0 of 2, test accuracy 10%",
  );
  act(() => {
    page.timeline.showEpoch(1);
  });
  expect(shown()).toBe(" train 40.0% test 30.0%");
});

it("says how far the epoch on screen can be trusted", async () => {
  const { shell } = await openShell({ epoch: 1 });
  renderPart(shell, <TrustSummary />);
  expect(screen.getByRole("group", { name: "Projection quality at epoch 1" })).toBeTruthy();
  expect(screen.getAllByText("91.0%")).toHaveLength(2);
});

it("says how sure a mean is where that shows, and how many samples move without support", async () => {
  const fc = projectionOf("fc", 15, 0.1);
  const quality = {
    ...fc.quality,
    means: { ...fc.quality.means, unsupported: [0, 0.0321, 0] },
    errors: { ...fc.quality.errors, trustworthiness: [0, 0.0004, 0], neighbor_recall: [0, 0.0023, 0] },
  };
  const { shell } = await openWith({ ...fc, quality });
  renderPart(shell, <TrustSummary />);
  expect(screen.getAllByText(/^91.0%/).map((mean) => mean.textContent)).toEqual(["91.0%", "91.0% ± 0.2%"]);
  expect(screen.getByText("Unsupported motion").parentElement?.textContent).toContain("3.2%");
});

it("says over how many dimensions a layer spreads, that it collapsed, and what an approximate search found", async () => {
  const api = new FakeApi();
  const space = {
    epochs: [0, 1, 2],
    distinct: [12, 11, 1],
    dimension: [6, 3.14, 0],
    neighbor_recall: [null, 0.9913, null],
  };
  const layers = tinyManifest().layers.map((layer) => ({ ...layer, space: layer.name === "fc" ? space : null }));
  const fc = projectionOf("fc", 15, 0.1);
  const quality = { ...fc.quality, means: { ...fc.quality.means, trustworthiness: [0.9, 0.9, 0.5] } };
  api.fetchManifest = () => Promise.resolve(tinyManifest({ layers, projections: [{ ...fc, quality }] }));
  const { page, shell } = await openShell({ epoch: 1 }, api);
  renderPart(
    shell,
    <>
      <TrustSummary />
      <TrustWarning />
    </>,
  );
  const dimension = () => screen.getByText("Effective dimension").parentElement?.textContent;
  expect(dimension()).toContain("3.1 of 64");
  expect(dimension()).toContain("11 of 12 vectors differ");
  expect(screen.getByRole("img", { name: "Effective dimension from epoch 0 to 2: 6.0, 3.1, 0.0" })).toBeTruthy();
  expect(screen.getByText(/neighbors are approximate: the search found 99.1% of the nearest/)).toBeTruthy();
  act(() => {
    page.timeline.showEpoch(2);
  });
  expect(dimension()).toContain("this layer has collapsed: all 12 samples have one vector");
  expect(screen.getByRole("alert").textContent).toContain("This layer has collapsed at epoch 2");
  expect(screen.queryByText(/neighbors are approximate/)).toBeNull();
});

it("warns where an epoch is not to be trusted, and says under what", async () => {
  const fc = projectionOf("fc", 15, 0.1);
  const { page, shell } = await openWith({
    ...fc,
    quality: { ...fc.quality, means: { ...fc.quality.means, trustworthiness: [0.7, 0.79, 0.8] } },
  });
  renderPart(
    shell,
    <>
      <TrustPill />
      <TrustWarning />
    </>,
  );
  act(() => {
    page.timeline.showEpoch(1);
  });
  expect(screen.getByRole("alert").textContent).toContain("Trustworthiness 79.0%, under 80%");
  expect(screen.getByRole("button", { name: "Trust 79.0%" }).className).toContain("warns");
  act(() => {
    page.timeline.showEpoch(2);
  });
  expect(screen.queryByRole("alert")).toBeNull();
  expect(screen.getByRole("button", { name: "Trust 80.0%" }).className).not.toContain("warns");
});

it("counts the selected of every class, adds a class and finds one among many", async () => {
  const { page, shell } = await openShell();
  const user = renderPart(shell, <ClassesPanel />);
  act(() => {
    page.selection.pick([0, 1, 6]);
  });
  expect(screen.getByRole("button", { name: "cat" }).textContent).toBe("cat2\u2009/\u20096");
  await user.dblClick(screen.getByRole("button", { name: "cat" }));
  await user.keyboard("{Shift>}");
  await user.click(screen.getByRole("button", { name: "frog" }));
  await user.keyboard("{/Shift}");
  expect([...page.classes.hidden]).toEqual([1]);
  expect(screen.queryByRole("searchbox")).toBeNull();
});

it("finds a class among many", async () => {
  const api = new FakeApi();
  const names = Array.from({ length: 62 }, (_, number) => `letter ${number}`);
  api.fetchManifest = () =>
    Promise.resolve(tinyManifest({ dataset: { name: "many", classes: names, meanings: [], image_shape: null } }));
  const { shell } = await openShell({}, api);
  const user = renderPart(shell, <ClassesPanel />);
  await user.type(screen.getByRole("searchbox", { name: "Find a class" }), "Letter 6");
  expect(
    within(screen.getByRole("list"))
      .getAllByRole("button", { pressed: true })
      .map((one) => one.getAttribute("aria-label")),
  ).toEqual(["letter 6", "letter 60", "letter 61"]);
});

it("merges classes in the legend, says what a class means, and splits them again", async () => {
  const api = new FakeApi();
  const dataset = { name: "tiny", classes: ["o", "dog", "O"], meanings: ["", "barks", ""], image_shape: null };
  api.fetchManifest = () => Promise.resolve(tinyManifest({ dataset }));
  const { page, shell } = await openShell({}, api);
  const user = renderPart(shell, <ClassesPanel />);
  expect(screen.getByRole("button", { name: "dog" }).title).toContain("dog – barks: ");
  await user.click(screen.getByRole("button", { name: "Merge" }));
  await user.click(await screen.findByRole("button", { name: "Ignore case" }));
  expect(screen.getAllByRole("checkbox", { name: /^(o\/O|dog)$/ })).toHaveLength(2);
  await user.click(screen.getByRole("checkbox", { name: "dog" }));
  await user.click(screen.getByRole("checkbox", { name: "o/O" }));
  await user.type(screen.getByRole("textbox", { name: "Name of the merged class" }), "any");
  await user.click(screen.getByRole("button", { name: "Merge 2" }));
  expect(page.classes.groups).toEqual([{ members: [0, 1, 2], name: "any" }]);
  await user.click(screen.getByRole("button", { name: "Split all" }));
  expect(page.classes.groups).toEqual([]);
});

it("gives a class another color and takes it back", async () => {
  const { page, shell } = await openShell();
  const user = renderPart(shell, <ClassesPanel />);
  await user.click(screen.getByRole("button", { name: "Edit colors" }));
  fireEvent.change(screen.getByLabelText("Color of dog"), { target: { value: "#123456" } });
  expect(page.classes.colorOf(1)).toBe("#123456");
  await user.click(screen.getByRole("button", { name: "Reset" }));
  expect(page.classes.colorOf(1)).not.toBe("#123456");
});

it("says of a hovered sample what it is and what the network took it for", async () => {
  const { page, shell } = await openShell({ epoch: 1 });
  renderPart(shell, <HoverCard />);
  expect(screen.queryByTestId("hover-card")).toBeNull();
  act(() => {
    page.hover.hover({ sample: 3, x: 5, y: 5, emptier: "right" });
  });
  const text = screen.getByTestId("hover-card").textContent;
  for (const word of ["Sample 3", "test", "cat", "dog", "misclassified · 80% confidence"]) expect(text).toContain(word);
  expect(text).not.toContain(":");
  act(() => {
    page.color.choose("loss");
  });
  expect(screen.getByTestId("hover-card").textContent).toContain("Loss: 1.00 nats");
});

it("lists a run with a problem as one that cannot be chosen, with its message", async () => {
  const { shell } = await openShell();
  renderPart(shell, <Header />);
  const options = within(screen.getByLabelText("Run")).getAllByRole<HTMLOptionElement>("option");
  expect(options.map(({ textContent, disabled }) => [textContent, disabled])).toEqual([
    ["tiny", false],
    ["torn (run.json of run 'torn' cannot be read)", true],
  ]);
});

it("changes the theme", async () => {
  const { page, shell } = await openShell();
  const user = renderPart(shell, <Header />);
  await user.click(screen.getByRole("radio", { name: "Dark" }));
  expect(page.theme.resolved).toBe("dark");
});

it("selects a sample by its number, and none that there is not", async () => {
  const { page, shell } = await openShell();
  const user = renderPart(shell, <SelectionPanel />);
  for (const number of ["7", "3", "12", ""]) {
    if (number !== "") await user.type(screen.getByLabelText(/Sample number/), number);
    await user.click(screen.getByRole("button", { name: "Add" }));
  }
  expect([...page.selection.samples]).toEqual([3, 7]);
});

it("lists the selected with label and prediction at the epoch on screen", async () => {
  const { page, shell } = await openShell({ epoch: 1, selected: "0.5" });
  renderPart(shell, <SelectionPanel />);
  const cards = () =>
    within(screen.getByRole("list", { name: "Selected samples" }))
      .getAllByRole("button")
      .map((card) => card.getAttribute("aria-label"));
  expect(cards()).toEqual([
    "Sample 0: cat → dog, misclassified, 80% confidence",
    "Sample 6: dog → dog, correct, 80% confidence",
  ]);
  act(() => {
    page.timeline.showEpoch(2);
  });
  expect(cards()).toEqual([
    "Sample 0: cat → cat, correct, 80% confidence",
    "Sample 6: dog → dog, correct, 80% confidence",
  ]);
});
