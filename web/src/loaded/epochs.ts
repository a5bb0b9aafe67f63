/** Which epochs of an answer to request, and in which order. */
import { ApiError } from "../api/ApiError.ts";
import { byteLength } from "../api/decode.ts";
import type { BinaryFile } from "../api/manifest.ts";

/**
 * Up to this many bytes all epochs come in one answer, which saves a request per epoch: about a second on a usual
 * connection. A larger answer comes epoch by epoch, so that the epoch on screen does not wait for the others.
 */
export const MOST_AT_ONCE = 8 * 2 ** 20;
/** Epochs, and in an export the checksum of each answer. */
export interface AnsweredEpochs {
  readonly epochs: readonly number[];
  readonly epoch_checksums?: readonly string[] | undefined;
}

/** A browser keeps no more than six connections to a host open. */
const MOST_REQUESTS = 4;

export function fitsAtOnce(file: BinaryFile): boolean {
  return byteLength(file.arrays) <= MOST_AT_ONCE;
}

/** Whether an answer is not what the manifest promised: of a run that goes on, all epochs together may have become more. */
export function hasGrown(error: unknown): boolean {
  return error instanceof ApiError && error.kind === "content";
}

/** Return how many epochs, with the same answers, two lists begin with in common. */
export function commonAnswers(some: AnsweredEpochs, others: AnsweredEpochs): number {
  const differs = some.epochs.findIndex(
    (epoch, index) =>
      others.epochs[index] !== epoch || some.epoch_checksums?.[index] !== others.epoch_checksums?.[index],
  );
  return differs < 0 ? some.epochs.length : differs;
}

/** Return indexes in the order of their distance from `center`. */
export function outward(indexes: Iterable<number>, center: number): number[] {
  return [...indexes].sort((one, other) => Math.abs(one - center) - Math.abs(other - center) || other - one);
}

/** Run a task for every item, a few at a time, beginning in their order; the first error ends it. */
export async function inTurn<Item>(items: readonly Item[], task: (item: Item) => Promise<void>): Promise<void> {
  const queue = [...items];
  const work = async () => {
    try {
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) await task(item);
    } catch (error) {
      queue.length = 0;
      throw error;
    }
  };
  await Promise.all(Array.from({ length: MOST_REQUESTS }, work));
}
