/** For tests only: the page with its tools over the fake api, and parts of it rendered. */
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactElement } from "react";
import { FakeApi } from "../api/fakeApi.ts";
import { FakeClock, settle } from "../page/testing.ts";
import type { TestPage } from "../page/testing.ts";
import { NOWHERE } from "./address.ts";
import type { Address } from "./address.ts";
import { Shell } from "./Shell.ts";
import { ShellProvider } from "./ShellProvider.tsx";

export interface TestShell extends TestPage {
  readonly shell: Shell;
}

export function makeShell(api = new FakeApi()): TestShell {
  const clock = new FakeClock();
  const shell = new Shell({ api, ticker: clock.ticker });
  shell.start();
  return { shell, page: shell.page, api, clock };
}

/** The tiny run, opened, with all its positions and predictions. */
export async function openShell(address: Partial<Address> = {}, api = new FakeApi()): Promise<TestShell> {
  const made = makeShell(api);
  await made.shell.openAddress({ ...NOWHERE, run: "tiny", ...address });
  await settle(made);
  return made;
}

export function renderPart(shell: Shell, part: ReactElement) {
  render(<ShellProvider shell={shell}>{part}</ShellProvider>);
  return userEvent.setup();
}
