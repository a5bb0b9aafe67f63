import { when } from "mobx";
import { describe, expect, it } from "vitest";
import { FakeApi, summaryOf, tinyManifest } from "../api/fakeApi.ts";
import { CompareTool } from "../tools/compare/CompareTool.ts";
import { readSecond } from "../tools/compare/secondPlace.ts";
import type { SecondViewStore } from "../tools/compare/SecondViewStore.ts";
import { SampleTool } from "../tools/sample/SampleTool.ts";
import { formatAddress, NOWHERE, parseAddress } from "./address.ts";
import { openShell } from "./testing.tsx";

const AT_STEM = { run: null, layer: "stem", method: null, nNeighbors: 15, minDist: 0.1, view: null };

/** The second run has the first one's samples backwards, and two of its own. */
function twoRuns(): FakeApi {
  const api = new FakeApi();
  api.runs = [summaryOf("tiny"), summaryOf("twin")];
  const sources = (run: string) =>
    Array.from({ length: 12 }, (_, sample) =>
      run === "tiny" ? `tiny:${sample}` : sample < 2 ? `twin:${sample}` : `tiny:${11 - sample}`,
    );
  api.fetchSources = (manifest) => Promise.resolve(sources(manifest?.name ?? "tiny"));
  api.fetchManifest = (run) => Promise.resolve(tinyManifest({ name: run }));
  return api;
}

async function openBoth(api = new FakeApi()) {
  const opened = await openShell(parseAddress("#/run/tiny?layer2=stem&n2=15&d2=0.1"), api);
  const { second } = opened.shell.tools.storeOf(CompareTool);
  await loaded(second);
  return { ...opened, second };
}

async function loaded(second: SecondViewStore): Promise<void> {
  await when(() => second.page?.positions.complete === true && second.same !== null);
}

describe("the second view", () => {
  it("is part of the address, without what it has in common with the first", async () => {
    const { shell, second } = await openBoth();
    const hash = shell.address === null ? "" : formatAddress(shell.address);
    expect(hash).toContain("&layer2=stem&n2=15&d2=0.1");
    expect(readSecond(parseAddress(hash).tools)).toEqual(AT_STEM);
    second.close();
    expect(readSecond(shell.address?.tools ?? new Map())).toBeNull();
  });

  it("stays at its run where the first one goes to another", async () => {
    const { shell, page, second } = await openBoth(twoRuns());
    await shell.showRun("twin");
    await loaded(second);
    expect([page.run.name, second.page?.run.name]).toEqual(["twin", "tiny"]);
  });

  it("goes away with an address that has none, and with a run that cannot be shown", async () => {
    const { shell, second } = await openBoth();
    await shell.openAddress({ ...NOWHERE, run: "tiny" });
    expect(second.page).toBeNull();
    void second.open();
    await shell.openAddress({ ...NOWHERE, run: "torn" });
    expect(second.page).toBeNull();
  });
});

describe("the inspected sample", () => {
  it("is in the address while the tool is open, and comes back beside another selection", async () => {
    const hash = "#/run/tiny?v=1&layer=fc&n=15&d=0.1&epoch=2&selected=5&tool=sample&sample=2";
    const { shell, page } = await openShell();
    await shell.openAddress(parseAddress(hash));
    expect([page.inspected.number, shell.address && formatAddress(shell.address)]).toEqual([2, hash]);
    page.workspace.show(null);
    expect(shell.address?.tools.has("sample")).toBe(false);
    page.workspace.show("sample");
    expect(page.inspected.number).toBe(2);
  });

  it.each([12, -1, 1.5])("is none where the run has no sample %d", async (sample) => {
    const { shell, page } = await openShell(parseAddress(`#/run/tiny?tool=sample&sample=${sample}`));
    const tool = shell.tools.storeOf(SampleTool);
    expect([
      page.inspected.number,
      tool.sample.requiredBlocks,
      tool.neighborhood.neighbors,
      tool.sampleHistory.top,
    ]).toEqual([null, null, null, null]);
  });

  it("is forgotten with the run", async () => {
    const { shell, page } = await openShell(parseAddress("#/run/tiny?epoch=2&tool=sample&sample=4"));
    expect(page.inspected.number).toBe(4);
    await shell.openAddress(parseAddress("#/run/another?tool=sample"));
    expect(page.inspected.number).toBeNull();
  });
});
