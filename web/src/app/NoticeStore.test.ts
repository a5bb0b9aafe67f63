import { expect, it } from "vitest";
import { FakeApi, summaryOf, tinyManifest } from "../api/fakeApi.ts";
import { paramsOf } from "./address.ts";
import { makeShell } from "./testing.tsx";

/** The sentences about a link to the tiny run: 12 samples of 3 classes, 3 epochs, layers stem and fc. */
async function saidOf(query: string, api = new FakeApi()): Promise<readonly string[]> {
  const { shell } = makeShell(api);
  await shell.openLink(`#/run/tiny?${query}`);
  return shell.notice.sentences;
}

it.each([
  ["layer=block9", "names layer “block9”, which this run doesn’t have; showing fc instead."],
  ["method=tsne", "names method “tsne”, which this run doesn’t have; showing aligned instead."],
  ["n=99", "names n_neighbors 99, which this run doesn’t have; showing 50 instead."],
  ["d=7", "names min_dist 7, which this run doesn’t have; showing 0.5 instead."],
  ["epoch=1000", "names epoch 1000, which this run doesn’t have; showing 2 instead."],
  ["epoch=last", "says “epoch=last”, which means nothing here."],
  ["color=height", "names coloring “height”, which this run doesn’t have; showing class instead."],
  ["sort=height", "names measure “height”, which this run doesn’t have; showing sample numbers instead."],
  ["hidden=77,1", "names class 77, which this run doesn’t have."],
  ["only=1,77,78", "names classes 77 and 78, which this run doesn’t have."],
  ["hidden=3,4,5,6,7", "names classes 3, 4, 5 and 2 more, which this run doesn’t have."],
  ["colors=1:ff0000,7:00aa00", "names color “7:00aa00”, which this run doesn’t have."],
  ["samples=300", "names 300 samples, which this run doesn’t have; showing all 12 instead."],
  ["selected=3,2434", "names sample 2434, which this run doesn’t have."],
  ["selected=1vm", "names sample 2434, which this run doesn’t have."],
  ["selected=~0~z", "names 24 samples, which this run doesn’t have."],
  ["selected=1..2", "says “selected=1..2”, which means nothing here."],
  ["where=wrong,label:7,nonsense", "names conditions “label:7” and “nonsense”, which this run doesn’t have."],
  ["view=1,2", "says “view=1,2”, which means nothing here."],
  ["centers=yes", "says “centers=yes”, which means nothing here."],
  ["tool=oracle", "names tool “oracle”, which this page doesn’t have."],
  ["tool=confusion&split=neither", "names split “neither”, which this run doesn’t have."],
  ["tool=confusion&order=up", "names order “up”, which this run doesn’t have."],
  ["tool=classes&split=neither", "names split “neither”, which this run doesn’t have."],
  ["tool=sample&sample=2434", "names sample 2434, which this run doesn’t have."],
  ["layer2=block9", "names second layer “block9”, which this run doesn’t have; showing fc instead."],
  ["layer2=stem&n2=99", "names second n_neighbors 99, which this run doesn’t have; showing 15 instead."],
  ["split=test", "says “split=test”, which means nothing here."],
  ["foo=1", "says “foo=1”, which means nothing here."],
  [`layer=${"x".repeat(50)}`, `names layer “${"x".repeat(40)}…”, which this run doesn’t have; showing fc instead.`],
])("says what of %s the run lacks", async (query, said) => {
  expect(await saidOf(query)).toEqual([`This link ${said}`]);
});

it.each([
  "v=1&layer=stem&n=5&d=0&epoch=1&hidden=2",
  "v=1&layer=fc&n=15&d=0.10&epoch=2&method=aligned",
  "only=1&colors=1:ff0000&color=loss&centers=1&samples=8&selected=0,1,5&view=0.25,-0.5,3&sort=loss&largest=1",
  "color=class&samples=12&centers=0&only=0,1,2",
  "selected=3.4",
  "selected=&where=&layer=",
  "where=wrong,not:split:1,label:1:other",
  "tool=confusion&split=test&confusion=matrix&normalization=count&order=dataset",
  "tool=confusion&confusion=pairs&normalization=row&order=errors",
  "tool=sample&sample=4&layer2=stem&n2=15&d2=0.1&view2=0.25,-0.5,3",
  "colour=loss&centres=1",
])("says nothing of a link that it can show: %s", async (query) => {
  expect(await saidOf(query)).toEqual([]);
});

it("says nothing of a camera that the plot rounds, or that shows the whole projection", async () => {
  const { shell } = makeShell();
  const link = "#/run/tiny?view=0,0,1.05";
  await shell.openLink(link);
  for (const seen of [{ x: 0, y: 4e-16, zoom: 1.0500000001 }, null]) {
    shell.page.view.follow(seen);
    shell.notice.check(paramsOf(link));
    expect(shell.notice.sentences).toEqual([]);
  }
});

it("says each of several, and nothing more once it is dismissed or another address is opened", async () => {
  const { shell } = makeShell();
  await shell.openLink("#/run/tiny?layer=block9&epoch=7&tool=oracle");
  expect(shell.notice.sentences).toHaveLength(3);
  shell.notice.clear();
  expect(shell.notice.sentences).toEqual([]);
  await shell.openLink("#/run/tiny?layer=block9");
  await shell.openLink("#/run/tiny?layer=stem");
  expect(shell.notice.sentences).toEqual([]);
});

it("says nothing of a second view that the user has closed, or whose run says itself that it is not there", async () => {
  const api = new FakeApi();
  api.runs = [summaryOf("tiny"), summaryOf("twin")];
  api.fetchManifest = (run) => Promise.resolve(tinyManifest({ name: run }));
  expect(await saidOf("run2=twin&layer2=stem", api)).toEqual([]);
  expect(await saidOf("run2=absent&layer2=stem&n2=15", api)).toEqual([]);
  const { shell } = makeShell(api);
  const opening = shell.openLink("#/run/tiny?run2=twin&layer2=block9");
  await shell.showRun("twin");
  await opening;
  expect(shell.notice.sentences).toEqual([]);
});
