/** For tests only: renders a panel over the real stores with the tiny run in them. */
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactElement } from "react";
import type { Page } from "./Page.ts";
import { PageContext } from "./usePage.ts";

export function renderPanel(page: Page, panel: ReactElement) {
  render(<PageContext value={page}>{panel}</PageContext>);
  return userEvent.setup();
}
