/** What every test needs: a clean page after each one, and the browser parts that happy-dom lacks. */
import { cleanup } from "@testing-library/react";
import { configure } from "mobx";
import { afterEach } from "vitest";

configure({ enforceActions: "always" });
afterEach(cleanup);
