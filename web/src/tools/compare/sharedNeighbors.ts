/** How much of a sample's surroundings two pictures have in common. */
import Flatbush from "flatbush";

/** How many of the nearest count. */
export const NEAREST = 15;
/** Milliseconds after which the page gets a turn. */
const TURN = 20;

/**
 * Return how many of the NEAREST samples around each one in the first picture are among those around it in the second,
 * shape (samples). Positions have shape (samples, 2); only members are there. Tells the share that is done now and then;
 * rejects with the signal's reason where that is aborted.
 */
export async function sharedNeighbors(
  first: Uint16Array,
  second: Uint16Array,
  members: Uint32Array,
  signal: AbortSignal,
  tell: (share: number) => void,
): Promise<Uint8Array> {
  const [near, alsoNear] = [nearestIn(first, members), nearestIn(second, members)];
  const shared = new Uint8Array(first.length / 2);
  let since = performance.now();
  for (let at = 0; at < members.length; at++) {
    const others = new Set(near(at));
    shared[members[at] ?? 0] = alsoNear(at).reduce((sum, other) => sum + Number(others.has(other)), 0);
    if (performance.now() - since < TURN) continue;
    tell(at / members.length);
    await new Promise((resolve) => {
      setTimeout(resolve);
    });
    signal.throwIfAborted();
    since = performance.now();
  }
  return shared;
}

/** Return who finds the places among the members of those nearest to one of them. */
function nearestIn(positions: Uint16Array, members: Uint32Array): (at: number) => number[] {
  if (members.length === 0) return () => [];
  const place = (at: number): [number, number] => {
    const sample = members[at] ?? 0;
    return [positions[2 * sample] ?? 0, positions[2 * sample + 1] ?? 0];
  };
  const index = new Flatbush(members.length, 16, Uint16Array);
  for (let at = 0; at < members.length; at++) index.add(...place(at));
  index.finish();
  return (at) =>
    index
      .neighbors(...place(at), NEAREST + 1)
      .filter((other) => other !== at)
      .slice(0, NEAREST);
}
