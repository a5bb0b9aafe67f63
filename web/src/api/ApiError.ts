/** The one error of the page's data access; its message is written for people. */

export type ApiErrorKind = "network" | "server" | "content" | "outdated";

export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    /**
     * network: no answer; server: it answered with an error; content: the answer is not what it should be; outdated: it
     * does not belong to the manifest that the page has.
     */
    readonly kind: ApiErrorKind,
    message: string,
    readonly status: number | null = null,
    /** The server's name for the error, such as RunNotFound. */
    readonly serverName: string | null = null,
  ) {
    super(message);
  }
}

/** Return the message of any thrown value. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : "Something unexpected went wrong.";
}

/** An abort is a decision, not a failure. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}
