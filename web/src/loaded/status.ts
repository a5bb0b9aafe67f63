/** The state of a request: idle, loading or failed, the same for all of them. */
import { ApiError, errorMessage } from "../api/ApiError.ts";

export type Status = "idle" | "loading" | "failed";

/** A failure as the page shows it. */
export interface Problem {
  readonly message: string;
  /** No server answered: trying again may help. */
  readonly unreachable: boolean;
  /** Our server found a file of the run damaged. */
  readonly damaged: boolean;
  /** The answer belongs to another manifest, which is to be read first. */
  readonly outdated: boolean;
}

export function problemOf(error: unknown): Problem {
  const { kind, serverName } = error instanceof ApiError ? error : { kind: null, serverName: null };
  return {
    message: errorMessage(error),
    unreachable: kind === "network",
    damaged: serverName === "DamagedRun",
    outdated: kind === "outdated",
  };
}
