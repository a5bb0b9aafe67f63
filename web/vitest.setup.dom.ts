/** What tests in the simulated browser need: a clean page after each one. */
import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

// Long, for machines that are busy.
configure({ asyncUtilTimeout: 10_000 });
afterEach(cleanup);
