/** For tests only: the real stores over the fake api, with a clock that the test turns. */
import { when } from "mobx";
import { FakeApi } from "../api/fakeApi.ts";
import { NOWHERE } from "./address.ts";
import type { Address } from "./address.ts";
import { AppStore } from "./AppStore.ts";

/** Fake: the frame clock. Nothing moves until the test says how many milliseconds have passed. */
export class FakeClock {
  private tick: ((milliseconds: number) => void) | null = null;

  readonly ticker = (tick: (milliseconds: number) => void) => {
    this.tick = tick;
    return () => { this.tick = null; };
  };

  get running(): boolean {
    return this.tick !== null;
  }

  pass(milliseconds: number): void {
    for (let left = milliseconds; left > 0; left -= 20) this.tick?.(20);
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
