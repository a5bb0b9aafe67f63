import { act, screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { ApiError } from "../../api/ApiError.ts";
import { FakeApi } from "../../api/fakeApi.ts";
import { captionAt } from "../../export/contents.ts";
import type { PageLocation } from "../../page/location.ts";
import { renderPanel } from "../../page/rendering.tsx";
import { openTiny } from "../../page/testing.ts";
import { ClassesPanel } from "../../panels/ClassesPanel.tsx";
import { summaryOf } from "../../plot/summary.ts";
import { openTool, renderTool } from "../testing.tsx";
import { FindSamples } from "./FindSamples.tsx";
import { FindTool } from "./FindTool.ts";
import { find } from "./index.ts";

async function openFind(place: Partial<PageLocation> = {}, api = new FakeApi()) {
  const opened = await openTool(find, FindTool, place, api);
  return { page: opened.page, user: renderTool(opened, <FindSamples />) };
}

const chips = () =>
  within(screen.getByRole("list", { name: "Conditions" }))
    .getAllByRole("listitem")
    .map((chip) => chip.querySelector(".term-text")?.textContent);
const button = (name: string | RegExp) => screen.getByRole<HTMLButtonElement>("button", { name });

it("says what it is for, and offers the most common conditions", async () => {
  const { page, user } = await openFind({ epoch: 1 });
  expect(screen.getByText(/never learns/)).toBeTruthy();
  await user.click(button("Misclassified"));
  expect(screen.queryByText(/never learns/)).toBeNull();
  await user.click(button("Newly misclassified"));
  expect(chips()).toEqual(["misclassified", "correct at epoch 0, misclassified at epoch 1"]);
  expect(screen.getByRole("status").textContent).toBe("8 of 12 samples at epoch 1");
  act(() => {
    page.timeline.showEpoch(0);
  });
  expect(button("Newly misclassified").disabled).toBe(true);
  expect(screen.getByRole("status").textContent).toBe("None of the 12 samples shown match at epoch 0.");
  expect(button("Select these").disabled).toBe(true);
});

it("takes typed conditions, with the keyboard alone", async () => {
  const { user } = await openFind({ epoch: 1 });
  const field = screen.getByRole("combobox", { name: "Type a condition" });
  await user.type(field, "cat as");
  const options = () =>
    screen
      .getAllByRole("option")
      .map((option) => `${option.textContent}${option.getAttribute("aria-selected") === "true" ? " *" : ""}`);
  // The script that understands what is typed is loaded first.
  await screen.findAllByRole("option");
  expect(options()).toEqual([
    "cat predicted as anything else *",
    "cat predicted as cat",
    "cat predicted as dog",
    "cat predicted as frog",
  ]);
  await user.keyboard("{ArrowDown}{ArrowDown}{ArrowDown}{ArrowDown}{ArrowUp}{ArrowUp}");
  expect(options()[2]).toBe("cat predicted as dog *");
  await user.keyboard("{Enter}");
  expect(chips()).toEqual(["cat predicted as dog"]);
  await user.type(field, "blah{Enter}");
  expect(screen.getByRole("alert").textContent).toBe("“blah” is not understood.");
  expect(options()).toEqual(["misclassified", "cat predicted as dog", "high loss (top 5%)"]);
  await user.keyboard("{Escape}");
  expect([screen.queryByRole("alert"), (field as HTMLInputElement).value]).toEqual([null, ""]);
  await user.type(field, "cat predicted as dgo{Enter}");
  expect(options()[0]).toBe("cat predicted as dog");
  const chosen = options()[2] ?? "";
  await user.pointer({ keys: "[MouseLeft]", target: screen.getByRole("option", { name: chosen }) });
  expect(chips()).toEqual(["cat predicted as dog", chosen]);
});

it("negates a condition, edits it and removes it", async () => {
  const { page, user } = await openFind({ epoch: 1 });
  act(() => {
    page.query.begin({ kind: "range", measure: "confidence", least: null, most: 0.5 });
  });
  expect(document.activeElement).toBe(screen.getByRole("combobox", { name: "Measure" }));
  await user.type(screen.getByLabelText("From (%)"), "20");
  expect(chips()).toEqual(["confidence 20% to 50%"]);
  await user.clear(screen.getByLabelText("To (%)"));
  expect(chips()).toEqual(["confidence 20% or more"]);
  await user.clear(screen.getByLabelText("From (%)"));
  expect(chips()).toEqual(["confidence 20% or more"]);
  await user.selectOptions(screen.getByLabelText("Measure"), "Loss");
  expect(chips()).toEqual(["loss 1 nat or more"]);
  await user.click(button("Done"));
  expect(document.activeElement).toBe(button("loss 1 nat or more"));
  await user.click(button("Not loss 1 nat or more"));
  expect(page.query.where).toBe("not:loss:1:");
  await user.click(button("Remove loss 1 nat or more"));
  expect(page.query.empty).toBe(true);
  expect(document.activeElement).toBe(button("Add a condition"));
});

it("selects the matches, or adds them to the selection", async () => {
  const { page, user } = await openFind({ epoch: 1, where: "right" });
  act(() => {
    page.selection.pick([0]);
  });
  await user.click(button("Add to the selection"));
  expect([...page.selection.samples]).toEqual([0, 6, 7, 8, 9]);
  await user.click(button("Select these 4"));
  expect([...page.selection.samples]).toEqual([6, 7, 8, 9]);
  await user.click(button("Clear the selection"));
  expect([page.selection.empty, page.query.where]).toEqual([true, "right"]);
  await user.click(button("Clear the conditions"));
  expect(page.query.empty).toBe(true);
});

it("says that it is loading, and what went wrong", async () => {
  const api = new FakeApi();
  let fail: (error: unknown) => void = () => undefined;
  api.fetchDynamics = () =>
    new Promise((_, reject) => {
      fail = reject;
    });
  const { user } = await openFind({}, api);
  await user.click(button("Never learned"));
  expect(screen.getByRole("status").textContent).toBe("Loading the data for this query…");
  await act(async () => {
    fail(new ApiError("network", "The server does not answer."));
    await Promise.resolve();
  });
  expect(screen.getByRole("status").textContent).toBe("The server does not answer.");
});

it("counts the matches in the legend, unless something is selected", async () => {
  const { page } = await openTiny({ epoch: 1, where: "wrong" });
  renderPanel(page, <ClassesPanel />);
  expect(button("frog").textContent).toBe("frog2\u2009/\u20092");
  expect(button("dog").textContent).toBe("dog0\u2009/\u20094");
  act(() => {
    page.selection.pick([6]);
  });
  expect(button("dog").textContent).toBe("dog1\u2009/\u20094");
});

it("names the query in a saved image and to screen readers", async () => {
  const { page } = await openTiny({ epoch: 1, where: "wrong,not:split:1" });
  expect(captionAt(page, 1).facts).toContain(
    "showing 12 of 12 samples, 4 highlighted: misclassified and not in the test split",
  );
  expect(summaryOf(page)).toContain("4 highlighted: misclassified and not in the test split");
});

it("takes what was submitted, whatever is typed until the script is here that understands it", async () => {
  const { page, store } = await openTool(find, FindTool, { epoch: 1 });
  const { field } = store;
  field.type("wrong now");
  const first = field.submit();
  field.type("forgotten");
  await first;
  expect([page.query.where, field.text]).toEqual(["wrong", "forgotten"]);
});
