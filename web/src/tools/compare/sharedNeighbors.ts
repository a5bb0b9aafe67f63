/** Counts the neighbors that samples share in two layouts. */
import type Flatbush from "flatbush";

/** The number of nearest neighbors compared. */
export const NEAREST = 15;
/** Milliseconds after which to yield to the page. */
const TURN = 20;

/**
 * Return how many of the NEAREST neighbors of each sample in the first layout are also among those in the second, shape
 * (samples). Positions have shape (samples, 2); only members count. Reports the completed share from time to time; rejects
 * with the signal's reason if it is aborted.
 */
export async function sharedNeighbors(
  first: Uint16Array,
  second: Uint16Array,
  members: Uint32Array,
  signal: AbortSignal,
  report: (share: number) => void,
): Promise<Uint8Array> {
  // Few visits compare, so that the first script does without it.
  const { default: Index } = await import("flatbush");
  const [near, alsoNear] = [nearestIn(Index, first, members), nearestIn(Index, second, members)];
  const shared = new Uint8Array(first.length / 2);
  let since = performance.now();
  for (let at = 0; at < members.length; at++) {
    const others = new Set(near(at));
    shared[members[at] ?? 0] = alsoNear(at).reduce((sum, other) => sum + Number(others.has(other)), 0);
    if (performance.now() - since < TURN) continue;
    report(at / members.length);
    await new Promise((resolve) => {
      setTimeout(resolve);
    });
    signal.throwIfAborted();
    since = performance.now();
  }
  return shared;
}

/** Return a function from a member's index to the indices of its nearest members. */
function nearestIn(Index: typeof Flatbush, positions: Uint16Array, members: Uint32Array): (at: number) => number[] {
  if (members.length === 0) return () => [];
  const position = (at: number): [number, number] => {
    const sample = members[at] ?? 0;
    return [positions[2 * sample] ?? 0, positions[2 * sample + 1] ?? 0];
  };
  const index = new Index(members.length, 16, Uint16Array);
  for (let at = 0; at < members.length; at++) index.add(...position(at));
  index.finish();
  return (at) =>
    index
      .neighbors(...position(at), NEAREST + 1)
      .filter((other) => other !== at)
      .slice(0, NEAREST);
}
