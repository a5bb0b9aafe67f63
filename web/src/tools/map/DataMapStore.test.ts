import { when } from "mobx";
import { expect, it } from "vitest";
import { FakeApi } from "../../api/fakeApi.ts";
import { openTiny } from "../../page/testing.ts";

/** The tiny run with its dynamics: the larger a sample's number, the surer and the less steady the network is of it. */
async function openMap() {
  const { app } = await openTiny();
  expect(app.dataMap.table).toBeNull();
  app.dataMap.want();
  await when(() => app.dataMap.table !== null);
  return app;
}

it("selects a third of what is shown: the least sure, the surest, and the least steady", async () => {
  const app = await openMap();
  const selected = (region: "hard" | "easy" | "ambiguous") => {
    app.dataMap.select(region);
    return [...app.selection.samples];
  };
  expect([app.dataMap.sizeOf("hard"), selected("hard"), selected("easy"), selected("ambiguous")]).toEqual([
    4,
    [0, 1, 2, 3],
    [8, 9, 10, 11],
    [8, 9, 10, 11],
  ]);
  app.classes.toggleClass(2);
  // 0.33 of ten is three.
  expect(selected("easy")).toEqual([7, 8, 9]);
});

it("calls nothing ambiguous where nothing has varied yet", async () => {
  const api = new FakeApi();
  const { fetchDynamics } = api;
  api.fetchDynamics = async () => ({ ...(await fetchDynamics()), variability: new Uint16Array(36) });
  const { app } = await openTiny({}, api);
  app.dataMap.want();
  await when(() => app.dataMap.table !== null);
  expect([app.dataMap.sizeOf("ambiguous"), app.dataMap.sizeOf("hard")]).toEqual([0, 4]);
});

it("tells the means over what is shown", async () => {
  const app = await openMap();
  app.classes.hide([0, 1]);
  expect(app.dataMap.means?.confidence).toBeCloseTo(10.5 / 12, 4);
  expect(app.dataMap.means?.variability).toBeCloseTo(10.5 / 24, 4);
  app.classes.hideAll();
  expect(app.dataMap.means).toBeNull();
});

it("rings the sample that is pointed at on the map", async () => {
  const app = await openMap();
  app.dataMap.pointAt({ sample: 7, x: 1, y: 2 });
  expect(app.hover.ringed).toBe(7);
  app.dataMap.pointAt(null);
  expect(app.hover.ringed).toBeNull();
});
