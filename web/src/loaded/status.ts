/** The state of a request: idle, loading or failed, the same for all of them. */
import { ApiError, errorMessage } from "../api/ApiError.ts";

export type Status = "idle" | "loading" | "failed";

/** A failure as the page shows it. */
export interface Problem {
  readonly message: string;
  /** No server answered: trying again may help. */
  readonly unreachable: boolean;
}

export function problemOf(error: unknown): Problem {
  return { message: errorMessage(error), unreachable: error instanceof ApiError && error.kind === "network" };
}
