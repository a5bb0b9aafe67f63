/** The place of the second view, and its form in the address. */
import { readNumber, readView, writeView } from "../../page/location.ts";
import type { PageLocation, Params, Parts } from "../../page/location.ts";

/** `run` is null if it is the first view's run. */
export type SecondPlace = Pick<PageLocation, "run" | "layer" | "method" | "nNeighbors" | "minDist" | "view">;

/** The parameters, and what each is called in a sentence. */
export const SECOND_NAMES = {
  run2: "second run",
  layer2: "second layer",
  method2: "second method",
  n2: "second n_neighbors",
  d2: "second min_dist",
  view2: "second camera",
} as const;

/** Return null if the parameters name neither a layer nor a run of a second view. */
export function readSecond(params: Params): SecondPlace | null {
  if (!params.has("layer2") && !params.has("run2")) return null;
  const text = (name: string) => params.get(name) ?? null;
  return {
    run: text("run2"),
    layer: text("layer2"),
    method: text("method2"),
    nNeighbors: readNumber(text("n2")),
    minDist: readNumber(text("d2")),
    view: readView(text("view2")),
  };
}

export function writeSecond(place: SecondPlace | null): Parts {
  if (place === null) return [];
  return [
    ["run2", place.run],
    // Even if it is empty: it marks that there is a second view.
    ["layer2", place.layer ?? ""],
    ["method2", place.method],
    ["n2", place.nNeighbors],
    ["d2", place.minDist],
    ["view2", writeView(place.view)],
  ];
}
