/** Chooses what to compare a projection with: the one whose plot shares the fewest neighbors with it. */
import type { ApiClient } from "../../api/ApiClient.ts";
import type { Projection } from "../../api/manifest.ts";
import { NEAREST, sharedNeighbors } from "./sharedNeighbors.ts";

/** As many samples say how alike two layouts are. */
const COMPARED = 1000;
/** Of larger runs one epoch of every layer takes too long to load: the layer farthest away in the network is taken. */
const MOST_SAMPLES = 200_000;

interface Choice {
  readonly api: ApiClient;
  readonly run: string;
  readonly samples: number;
  readonly shown: Projection;
  /** In the network's order; those nearest to the projection shown are likely most like it. */
  readonly others: readonly Projection[];
  /** How many of them come before the projection shown. */
  readonly before: number;
}

/** Return the projection least like the one shown, at their last epochs; null if there is no other. */
export async function leastLike(choice: Choice, signal: AbortSignal): Promise<Projection | null> {
  const { others, samples } = choice;
  if (others.length < 2 || samples > MOST_SAMPLES) return farthest(choice);
  try {
    const shared = await sharedWithShown(choice, signal);
    return others[shared.indexOf(Math.min(...shared))] ?? null;
  } catch (error) {
    signal.throwIfAborted();
    console.error(error);
    return farthest(choice);
  }
}

/** Return how many of the nearest neighbors each of the others shares with the projection shown, on average. */
async function sharedWithShown({ api, run, samples, shown, others }: Choice, signal: AbortSignal): Promise<number[]> {
  const members = spread(samples);
  const [own, ...rest] = await Promise.all([shown, ...others].map((one) => lastPositions(api, run, one, signal)));
  const means: number[] = [];
  for (const positions of rest) {
    const counts = await sharedNeighbors(own ?? positions, positions, members, signal, () => undefined);
    means.push(members.reduce((sum, sample) => sum + (counts[sample] ?? NEAREST), 0) / members.length);
  }
  return means;
}

async function lastPositions(
  api: ApiClient,
  run: string,
  { positions: file }: Projection,
  signal: AbortSignal,
): Promise<Uint16Array> {
  const { position } = await api.fetchEpoch(run, file, file.epochs.at(-1) ?? 0, signal);
  return position as Uint16Array;
}

/** Return the same samples every time, spread over all. */
function spread(samples: number): Uint32Array {
  const compared = Math.min(samples, COMPARED);
  return Uint32Array.from({ length: compared }, (_, at) => Math.floor((at * samples) / compared));
}

function farthest({ others, before }: Choice): Projection | null {
  return (before >= others.length - before ? others[0] : others.at(-1)) ?? null;
}
