/** For tests only: the real stores over the fake api, with a clock that the test turns. */
import { when } from "mobx";
import { FakeApi } from "../api/fakeApi.ts";
import { NOWHERE } from "../app/address.ts";
import type { Address } from "../app/address.ts";
import { AppStore } from "../app/Shell.ts";

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
  readonly app: AppStore;
  readonly api: FakeApi;
  readonly clock: FakeClock;
}

export function makePage(api = new FakeApi()): TestPage {
  const clock = new FakeClock();
  const app = new AppStore({ api, ticker: clock.ticker });
  app.start();
  return { app, api, clock };
}

/** The tiny run, opened, with all its positions and predictions. */
export async function openTiny(address: Partial<Address> = {}, api = new FakeApi()): Promise<TestPage> {
  const page = makePage(api);
  await page.app.openAddress({ ...NOWHERE, run: "tiny", ...address });
  await when(() => page.app.frames.complete && page.app.predictions.status === "idle");
  page.clock.pass(2000);
  return page;
}
