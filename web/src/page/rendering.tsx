/** For tests only: renders a panel over the real stores with the tiny run in them. */
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactElement } from "react";
import type { AppStore } from "../app/Shell.ts";
import { AppContext } from "./usePage.ts";

export function renderPanel(app: AppStore, panel: ReactElement) {
  render(<AppContext value={app}>{panel}</AppContext>);
  return userEvent.setup();
}
