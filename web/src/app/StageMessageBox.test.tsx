import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { ApiError } from "../api/ApiError.ts";
import { FakeApi } from "../api/fakeApi.ts";
import { NOWHERE } from "./address.ts";
import { StageMessageBox } from "./StageMessageBox.tsx";
import { makeShell, openShell, renderPart } from "./testing.tsx";

it("offers to try again when the server does not answer", async () => {
  const api = new FakeApi();
  const works = api.fetchRuns;
  api.fetchRuns = () => Promise.reject(new ApiError("network", "The server does not answer."));
  const { shell } = makeShell(api);
  await shell.openAddress({ ...NOWHERE, run: "tiny" });
  const user = renderPart(shell, <StageMessageBox />);
  expect(screen.getByRole("alert").textContent).toContain("The server does not answer.");
  api.fetchRuns = works;
  await user.click(screen.getByRole("button", { name: "Retry" }));
  expect(screen.queryByRole("alert")).toBeNull();
});

it("leads from a run that does not exist to those that do", async () => {
  const { shell } = makeShell();
  await shell.showRun("tpyo");
  renderPart(shell, <StageMessageBox />);
  expect(screen.getByRole("heading").textContent).toBe("There is no run “tpyo”");
  expect(screen.getAllByRole("link").map((link) => link.getAttribute("href"))).toEqual(["#/run/tiny"]);
});

it("shows all classes again when every one was hidden", async () => {
  const { page, shell } = await openShell();
  page.classes.hideAll();
  const user = renderPart(shell, <StageMessageBox />);
  await user.click(screen.getByRole("button", { name: "Show all classes" }));
  expect(page.classes.hidden.size).toBe(0);
});

it("is not there beside a plot", async () => {
  const { shell } = await openShell();
  renderPart(shell, <StageMessageBox />);
  expect(screen.queryByRole("heading")).toBeNull();
});
