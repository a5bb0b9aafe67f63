import { beforeEach, expect, it } from "vitest";
import { FakeApi } from "../api/fakeApi.ts";
import { FakeClock, settle } from "../page/testing.ts";
import { NOWHERE } from "./address.ts";
import { SECONDS } from "./FirstVisit.ts";
import { Shell } from "./Shell.ts";

/** A browser that has never seen the page. */
class EmptyMemory {
  private readonly items = new Map<string, string>();
  getItem = (key: string) => this.items.get(key) ?? null;
  setItem = (key: string, value: string) => void this.items.set(key, value);
}

let clock: FakeClock;
let shell: Shell;
let memory: EmptyMemory;

async function visit(epoch: number | null = null, prepare: (shell: Shell) => void = () => undefined): Promise<void> {
  clock = new FakeClock();
  shell = new Shell({ api: new FakeApi(), ticker: clock.ticker, memory });
  prepare(shell);
  shell.start();
  await shell.openAddress({ ...NOWHERE, run: "tiny", epoch });
  // With a clock that turns nothing: time passes only in the tests.
  await settle({ page: shell.page, clock: new FakeClock() });
}

beforeEach(() => {
  memory = new EmptyMemory();
});

it("plays the training once from the first epoch to the last, then shows the first hint", async () => {
  await visit();
  const { firstVisit, page } = shell;
  expect([firstVisit.playing, page.timeline.epoch, firstVisit.hint]).toEqual([true, 0, null]);
  clock.pass(SECONDS * 500);
  expect([firstVisit.playing, page.timeline.epoch]).toEqual([true, 1]);
  clock.pass(SECONDS * 500 + 40);
  expect([firstVisit.playing, page.timeline.epoch, firstVisit.hint?.id]).toEqual([false, 2, "timeline"]);
});

it("plays once even if the timeline loops", async () => {
  await visit(null, ({ page }) => {
    page.timeline.toggleLoop();
  });
  clock.pass(SECONDS * 1000 + 40);
  expect([shell.page.timeline.playing, shell.page.timeline.epoch]).toEqual([false, 2]);
});

it("plays at the chosen speed afterwards", async () => {
  await visit();
  clock.pass(SECONDS * 1000 + 40);
  shell.page.timeline.play();
  clock.pass(1000);
  expect(shell.page.timeline.shownPosition).toBeCloseTo(1);
});

it.each([
  ["the address names an epoch", 1, () => undefined],
  [
    "the user wants less motion",
    null,
    ({ page }: Shell) => {
      page.timeline.reduceMotion(true);
    },
  ],
])("does not play where %s, and shows hints at once", async (_, epoch, prepare) => {
  await visit(epoch, prepare);
  expect([shell.firstVisit.playing, shell.firstVisit.hint?.id]).toEqual([false, "timeline"]);
});

it("shows one hint after the other, and none on the next visit", async () => {
  await visit(1);
  const { firstVisit, page } = shell;
  const seen: string[] = [];
  while (firstVisit.hint !== null) {
    seen.push(`${firstVisit.hint.id} ${firstVisit.progress}`);
    firstVisit.showNext();
  }
  expect(seen).toEqual(["timeline 1 of 3", "samples 2 of 3", "layers 3 of 3"]);
  expect(page.help.hinting).toBe(false);
  await visit();
  expect([shell.firstVisit.playing, shell.firstVisit.hint, shell.firstVisit.offersStarters]).toEqual([
    false,
    null,
    false,
  ]);
});
