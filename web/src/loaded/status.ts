/** The state of a request: idle, loading or failed, the same for all of them. */
import { ApiError, errorWords } from "../api/ApiError.ts";

export type Status = "idle" | "loading" | "failed";

/** A failure as the page shows it. */
export interface Problem {
  readonly words: string;
  /** No server answered: trying again may help. */
  readonly unreachable: boolean;
}

export function problemOf(error: unknown): Problem {
  return { words: errorWords(error), unreachable: error instanceof ApiError && error.kind === "network" };
}
