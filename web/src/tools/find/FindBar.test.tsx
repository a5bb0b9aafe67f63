import { act, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { FakeApi } from "../../api/fakeApi.ts";
import type { PageLocation } from "../../page/location.ts";
import { openTool, renderTool } from "../testing.tsx";
import { FindBar } from "./FindBar.tsx";
import { FindTool } from "./FindTool.ts";
import { find } from "./index.ts";

async function openBar(place: Partial<PageLocation> = {}, api = new FakeApi()) {
  const opened = await openTool(find, FindTool, { epoch: 1, ...place }, api);
  return { ...opened, user: renderTool(opened, <FindBar />) };
}

const bar = () => screen.getByRole<HTMLInputElement>("combobox", { name: "Find samples" });
const options = () => screen.queryAllByRole("option").map(({ textContent }) => textContent);
/** The script that understands what is typed is loaded first. */
const offered = async () => {
  await screen.findAllByRole("option");
  return options();
};
const button = (name: string | RegExp) => screen.getByRole<HTMLButtonElement>("button", { name });

it("takes the focus when it is called, and offers questions to begin with", async () => {
  const { store } = await openBar();
  act(() => {
    store.callBar();
  });
  expect(document.activeElement).toBe(bar());
  expect(await offered()).toEqual([
    "misclassified",
    "cat predicted as dog",
    "high loss (top 5%)",
    "never learned",
    "suspicious labels (top 1%)",
    "forgotten at least 2 times",
  ]);
  expect(bar().getAttribute("aria-activedescendant")).toBeNull();
});

it("holds the whole query, counts what matches and selects it", async () => {
  const { page, user } = await openBar();
  await user.type(bar(), "frogs wrong{Enter}");
  expect([bar().value, page.query.where]).toEqual(["true class frog and misclassified", "label:2,wrong"]);
  expect(document.activeElement).not.toBe(bar());
  expect(screen.getByRole("status").textContent).toBe("2 of 12");
  await user.click(button("Select"));
  expect([...page.selection.samples]).toEqual([10, 11]);
  await user.clear(bar());
  await user.type(bar(), "cat -> dog{Enter}");
  expect([bar().value, page.query.where]).toEqual(["cat predicted as dog", "label:0:1"]);
  await user.click(button("Clear the query"));
  expect([bar().value, page.query.empty]).toEqual(["", true]);
});

it("adds to the query where its text is continued, and clears it where it is emptied", async () => {
  const { page, user } = await openBar({ where: "wrong" });
  expect(bar().value).toBe("misclassified");
  await user.type(bar(), " and cat{Enter}");
  expect(page.query.where).toBe("wrong,label:0");
  await user.clear(bar());
  await user.keyboard("{Enter}");
  expect(page.query.empty).toBe(true);
});

it("goes through suggestions with arrows, around the ends", async () => {
  const { page, user } = await openBar();
  await user.type(bar(), "cat as");
  expect(await offered()).toHaveLength(4);
  await user.keyboard("{ArrowUp}");
  expect(screen.getByRole("option", { selected: true }).textContent).toBe("cat predicted as frog");
  await user.keyboard("{ArrowDown}{ArrowDown}{ArrowDown}{Enter}");
  expect(page.query.where).toBe("label:0:1");
});

it("answers what it does not understand with the three nearest questions, and takes one by click", async () => {
  const { page, user } = await openBar();
  await user.type(bar(), "wrnog catz{Enter}");
  expect(screen.getByRole("alert").textContent).toBe("“wrnog catz” is not understood.");
  expect(options()).toHaveLength(3);
  await user.keyboard("{Enter}");
  expect(page.query.empty).toBe(true);
  await user.click(screen.getByRole("option", { name: "misclassified and true class cat" }));
  expect(page.query.where).toBe("wrong,label:0");
});

it("drops what is typed with Escape, and leaves with the next", async () => {
  const { user } = await openBar({ where: "wrong" });
  await user.type(bar(), " and c");
  await user.keyboard("{Escape}");
  expect([bar().value, document.activeElement === bar(), options()]).toEqual(["misclassified", true, []]);
  await user.keyboard("{Escape}");
  expect(document.activeElement).not.toBe(bar());
});

it("says from where a value is high at the epoch shown", async () => {
  const api = new FakeApi();
  const { page, user } = await openBar({ epoch: 2 }, api);
  await user.type(bar(), "many forgetting events{Enter}");
  await act(async () => {
    await Promise.resolve();
  });
  await user.click(bar());
  expect(screen.getByText("forgetting events ≥ 11 (top 5%)")).toBeTruthy();
  expect(page.query.text).toBe("many forgetting events (top 5%)");
});

it("finds suspicious labels once their evidence is loaded", async () => {
  const { page, user } = await openBar();
  expect(page.labelEvidence.wanted).toBe(false);
  await user.type(bar(), "mislabeled{Enter}");
  expect(await screen.findByText("1 of 12")).toBeTruthy();
  expect([...(page.drawing.found ?? [])]).toEqual([5]);
});

it("opens the tool, where each condition has its fields", async () => {
  const { page, user } = await openBar();
  await user.click(bar());
  await user.click(button("More…"));
  expect(page.workspace.open).toBe("find");
});
