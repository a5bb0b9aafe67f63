/** For tests only: the real stores over the fake api, with a clock that the test turns. */
import { when } from "mobx";
import { FakeApi } from "../api/fakeApi.ts";
import { Page } from "./Page.ts";
import { NOWHERE } from "./location.ts";
import type { PageLocation } from "./location.ts";

/** Fake: the frame clock. Nothing moves until the test says how many milliseconds have passed. */
export class FakeClock {
  private readonly ticks = new Set<(milliseconds: number) => void>();

  readonly ticker = (tick: (milliseconds: number) => void) => {
    this.ticks.add(tick);
    return () => {
      this.ticks.delete(tick);
    };
  };

  get running(): boolean {
    return this.ticks.size > 0;
  }

  pass(milliseconds: number): void {
    for (let left = milliseconds; left > 0; left -= 20) for (const tick of [...this.ticks]) tick(20);
  }
}

export interface TestPage {
  readonly page: Page;
  readonly api: FakeApi;
  readonly clock: FakeClock;
}

export function makePage(api = new FakeApi()): TestPage {
  const clock = new FakeClock();
  const page = new Page({ api, ticker: clock.ticker });
  page.start();
  return { page, api, clock };
}

/** The tiny run, opened, with all its positions and predictions. */
export async function openTiny(location: Partial<PageLocation> = {}, api = new FakeApi()): Promise<TestPage> {
  const made = makePage(api);
  await made.page.open({ ...NOWHERE, run: "tiny", ...location });
  await settle(made);
  return made;
}

/** Wait for all positions and predictions, and for the timeline to arrive. */
export async function settle({ page, clock }: Omit<TestPage, "api">): Promise<void> {
  await when(() => page.positions.complete && page.predictions.status === "idle");
  clock.pass(2000);
}
