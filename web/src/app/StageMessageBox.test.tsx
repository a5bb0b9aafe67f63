import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { ApiError } from "../api/ApiError.ts";
import { FakeApi } from "../api/fakeApi.ts";
import { NOWHERE } from "./address.ts";
import { makePage, openTiny } from "../page/testing.ts";
import { StageMessageBox } from "./StageMessageBox.tsx";
import { renderPanel } from "../page/rendering.tsx";

it("offers to try again when the server does not answer", async () => {
  const api = new FakeApi();
  const works = api.fetchRuns;
  api.fetchRuns = () => Promise.reject(new ApiError("network", "The server does not answer."));
  const { app } = makePage(api);
  await app.openAddress({ ...NOWHERE, run: "tiny" });
  const user = renderPanel(app, <StageMessageBox />);
  expect(screen.getByRole("alert").textContent).toContain("The server does not answer.");
  api.fetchRuns = works;
  await user.click(screen.getByRole("button", { name: "Retry" }));
  expect(screen.queryByRole("alert")).toBeNull();
});

it("leads from a run that does not exist to those that do", async () => {
  const { app } = makePage();
  await app.showRun("tpyo");
  renderPanel(app, <StageMessageBox />);
  expect(screen.getByRole("heading").textContent).toBe("There is no run “tpyo”");
  expect(screen.getAllByRole("link").map((link) => link.getAttribute("href"))).toEqual(["#/run/tiny"]);
});

it("shows all classes again when every one was hidden", async () => {
  const { app } = await openTiny();
  app.classes.hideAll();
  const user = renderPanel(app, <StageMessageBox />);
  await user.click(screen.getByRole("button", { name: "Show all classes" }));
  expect(app.classes.hidden.size).toBe(0);
});

it("is not there beside a picture", async () => {
  const { app } = await openTiny();
  renderPanel(app, <StageMessageBox />);
  expect(screen.queryByRole("heading")).toBeNull();
});
