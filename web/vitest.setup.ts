/** What every test needs: a clean page after each one, and the browser parts that happy-dom lacks. */
import { cleanup, configure as configureTesting } from "@testing-library/react";
import { configure } from "mobx";
import { afterEach } from "vitest";

configure({ enforceActions: "always" });
// Long, for machines that are busy.
configureTesting({ asyncUtilTimeout: 10_000 });
afterEach(cleanup);
