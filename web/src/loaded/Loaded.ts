/** One answer of the server: which one was requested, whether it is here, and why it is not. */
import { makeAutoObservable, observableRef } from "mobx";
import { LatestRequest } from "../api/LatestRequest.ts";
import { problemOf } from "./status.ts";
import type { Problem, Status } from "./status.ts";

/** Fetch a value; `show` publishes what has arrived of it so far. */
export type Fetch<Value> = (signal: AbortSignal, show: (partial: Value) => void) => Promise<Value>;

export class Loaded<Key, Value> {
  /** What was requested last. */
  key: Key | null = null;
  /** The answer, or what has arrived of it. */
  value: Value | null = null;
  status: Status = "idle";
  error: unknown = null;
  readonly #latest = new LatestRequest();
  readonly #same: (one: Key, other: Key) => boolean;
  #pending: Promise<boolean> = Promise.resolve(false);

  constructor(same: (one: Key, other: Key) => boolean = Object.is) {
    this.#same = same;
    // Replaced and never edited: track the reference, not the contents.
    makeAutoObservable(this, { key: observableRef, value: observableRef, error: observableRef });
  }

  get problem(): Problem | null {
    return this.status === "failed" ? problemOf(this.error) : null;
  }

  /** The value, where it answers a request for this key. */
  of(key: Key | null): Value | null {
    return this.answers(key) ? this.value : null;
  }

  /**
   * Fetch the value of a key, unless it is here or on its way; a failed one is fetched again. Return true once it is here,
   * false where the request failed or another one took over. What is here goes at once unless it is to be kept until the
   * new value replaces it.
   */
  load(key: Key, fetch: Fetch<Value>, { keep = false } = {}): Promise<boolean> {
    if (!this.answers(key) || this.status === "failed") {
      this.begin(key, keep);
      this.#pending = this.run(fetch);
    }
    return this.#pending;
  }

  /** Fetch the value of the same key again; what is here stays until then. An error is left to the caller. */
  async refresh(fetch: Fetch<Value>): Promise<boolean> {
    const value = await this.#latest.run((signal) =>
      fetch(signal, (partial) => {
        if (!signal.aborted) this.show(partial);
      }),
    );
    if (value === null) return false;
    this.finish(value);
    return true;
  }

  /** Drop what is here and what is on its way. */
  forget(): void {
    this.#latest.cancel();
    this.key = this.value = this.error = null;
    this.status = "idle";
  }

  /** Take an error that did not come from a request. */
  fail(error: unknown): void {
    this.status = "failed";
    this.error = error;
  }

  private answers(key: Key | null): boolean {
    return key !== null && this.key !== null && this.#same(this.key, key);
  }

  private begin(key: Key, keep: boolean): void {
    this.key = key;
    if (!keep) this.value = null;
    this.error = null;
    this.status = "loading";
  }

  private async run(fetch: Fetch<Value>): Promise<boolean> {
    try {
      return await this.refresh(fetch);
    } catch (error) {
      this.fail(error);
      return false;
    }
  }

  private show(value: Value): void {
    this.value = value;
  }

  private finish(value: Value): void {
    this.value = value;
    this.status = "idle";
  }
}
