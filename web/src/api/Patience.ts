/** How long the page waits for an answer: a server that says nothing, or a byte now and then, would keep it for ever. */

/** In milliseconds; on a slow connection a request first waits for others of the page. */
const LONGEST_SILENCE = 120_000;
/** What has to arrive within that time. */
const LEAST_BYTES = 1024;

export class Patience {
  /** Whether it ran out. */
  isOver = false;
  #bytes = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #controller = new AbortController();

  /** `signal` ends the request earlier. */
  constructor(signal: AbortSignal | null = null) {
    const abort = () => {
      this.#controller.abort();
    };
    signal?.addEventListener("abort", abort, { signal: this.signal });
    if (signal?.aborted === true) abort();
    this.#begin();
  }

  /** What the request ends with. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** This much has arrived. */
  take(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes >= LEAST_BYTES) this.#begin();
  }

  /** The answer is here, or of no use: let go of the connection. */
  end(): void {
    clearTimeout(this.#timer);
    this.#controller.abort();
  }

  #begin(): void {
    clearTimeout(this.#timer);
    this.#bytes = 0;
    this.#timer = setTimeout(() => {
      this.isOver = true;
      this.#controller.abort();
    }, LONGEST_SILENCE);
  }
}
