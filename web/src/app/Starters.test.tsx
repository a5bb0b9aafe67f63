import { act, render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { FakeApi } from "../api/fakeApi.ts";
import { FakeClock, settle } from "../page/testing.ts";
import { NOWHERE } from "./address.ts";
import { Shell } from "./Shell.ts";
import { ShellProvider } from "./ShellProvider.tsx";
import { Starters } from "./Starters.tsx";

const FORGETFUL = { getItem: () => null, setItem: () => undefined };

it("offers questions as links, in room that is there before them and goes with the hints", async () => {
  const clock = new FakeClock();
  const shell = new Shell({ api: new FakeApi(), ticker: clock.ticker, memory: FORGETFUL });
  shell.start();
  const { container } = render(
    <ShellProvider shell={shell}>
      <Starters />
    </ShellProvider>,
  );
  expect(container.innerHTML).toBe('<div class="starters" data-over-plot="always"></div>');
  await act(async () => {
    await shell.openAddress({ ...NOWHERE, run: "tiny", epoch: 1 });
    await settle({ page: shell.page, clock });
  });
  expect(container.firstElementChild?.className).toBe("starters");
  expect(screen.getAllByRole("link").map((link) => [link.textContent, link.getAttribute("href")])).toEqual([
    ["What is forgotten?", expect.stringContaining("&color=forgotten")],
    ["Which labels look wrong?", expect.stringContaining("&tool=labels")],
  ]);
  act(() => {
    shell.page.help.dismissHints();
  });
  expect(container.innerHTML).toBe("");
});
