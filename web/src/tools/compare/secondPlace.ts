/** Where the second view is, and how the address writes it. */
import { readNumber, readView, writeView } from "../../page/location.ts";
import type { Params, Parts, PageLocation } from "../../page/location.ts";

/** `run` is null where it is the first view's. */
export type SecondPlace = Pick<PageLocation, "run" | "layer" | "method" | "nNeighbors" | "minDist" | "view">;

/** Return null where the parameters name neither a layer nor a run of a second view. */
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
    // Also where it is empty: it says that there is a second view.
    ["layer2", place.layer ?? ""],
    ["method2", place.method],
    ["n2", place.nNeighbors],
    ["d2", place.minDist],
    ["view2", writeView(place.view)],
  ];
}
