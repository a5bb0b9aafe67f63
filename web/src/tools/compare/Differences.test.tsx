import { screen } from "@testing-library/react";
import { when } from "mobx";
import { expect, it } from "vitest";
import { FakeApi, summaryOf, tinyManifest } from "../../api/fakeApi.ts";
import { openTool, renderTool } from "../testing.tsx";
import { CompareTool } from "./CompareTool.ts";
import { Differences } from "./Differences.tsx";
import { compare } from "./index.ts";

/** At its last epoch "tiny" is right about every sample; "twin" is not about those given. */
async function openTwin(wrong: readonly number[]) {
  const api = new FakeApi();
  api.runs = [summaryOf("tiny"), summaryOf("twin")];
  api.fetchManifest = (run) => Promise.resolve(tinyManifest({ name: run }));
  const original = api.fetchPredictions;
  api.fetchPredictions = async (run = "tiny") => {
    const predictions = await original(run);
    if (run === "twin") for (const sample of wrong) predictions.predicted[24 + sample] = 2;
    return predictions;
  };
  const opened = await openTool(compare, CompareTool, {}, api);
  await opened.store.second.show({
    run: "twin",
    layer: "fc",
    method: null,
    nNeighbors: 15,
    minDist: 0.1,
    view: null,
  });
  await when(() => opened.store.comparison.disagreements !== null);
  return { ...opened, user: renderTool(opened, <Differences />) };
}

it("says that two runs agree", async () => {
  await openTwin([]);
  expect(
    screen.getByText("tiny and twin predict the same class for every sample shown, each at its last epoch."),
  ).toBeTruthy();
});

it("says what an empty list means", async () => {
  const { user } = await openTwin([0, 1]);
  const which = screen.getByLabelText("Samples with different final predictions");
  expect(screen.getAllByRole("listitem")).toHaveLength(2);
  await user.selectOptions(which, "correct only in twin (0)");
  expect(
    screen.getByText("Every sample that twin classifies correctly at its last epoch, tiny does too."),
  ).toBeTruthy();
  await user.selectOptions(which, "misclassified in both, as different classes (0)");
  expect(
    screen.getByText("Where both runs misclassify a sample at their last epochs, they predict the same class."),
  ).toBeTruthy();
});
