/** What the network has answered lately, as far as it is kept. */
import { makeAutoObservable } from "mobx";
import type { Curve, Excited, Film, Maps, Rejection, Summary, Weights } from "../api/looker.ts";
import type { PlacedLayer, OneMap } from "./layers.ts";
import { mapAmong, mapIn } from "./layers.ts";
import { Recent } from "../api/Recent.ts";

const MOST_SUMMARIES = 64 << 20;
const MOST_MAPS = 64 << 20;
/** Those of all epochs are kept where they have fewer bytes. */
export const MOST_WEIGHTS = 64 << 20;
/** A few hundred inputs. */
const MOST_OTHERS = 16 << 20;

/** Part of a layer's maps, from `first`. */
interface SomeMaps {
  readonly first: number;
  readonly maps: Maps;
}

export class AnswersStore {
  /** Grows with every answer: the caches themselves are not observed. */
  private arrived = 0;
  private readonly summaries = new Recent<Summary>(MOST_SUMMARIES);
  private readonly maps = new Recent<SomeMaps>(MOST_MAPS);
  private readonly curves = new Recent<Curve>(MOST_OTHERS);
  private readonly films = new Recent<Film>(MOST_OTHERS);
  private readonly weights = new Recent<Weights>(MOST_WEIGHTS);
  private readonly excited = new Recent<readonly Excited[]>(MOST_OTHERS);
  private readonly rejections = new Recent<Rejection>(MOST_OTHERS);
  /** The lowest and the highest value of each layer at any epoch seen, by input. */
  private readonly ranges = new Recent<Float32Array>(MOST_OTHERS);

  constructor() {
    makeAutoObservable<
      this,
      "summaries" | "maps" | "curves" | "films" | "weights" | "excited" | "rejections" | "ranges"
    >(this, {
      summaries: false,
      maps: false,
      curves: false,
      films: false,
      weights: false,
      excited: false,
      rejections: false,
      ranges: false,
      // They look into caches that are not observed.
      summaryOf: false,
      mapOf: false,
      curveOf: false,
      filmOf: false,
      weightsOf: false,
      excitedOf: false,
      rejectionOf: false,
      rangeOf: false,
    });
  }

  summaryOf(input: string, epoch: number): Summary | null {
    return this.look(this.summaries, `${input}/${epoch}`);
  }

  /** Return a map of a layer; null where it is not here. */
  mapOf(input: string, epoch: number, layer: PlacedLayer, map: number): OneMap | null {
    const summary = this.summaryOf(input, epoch);
    if (summary !== null && summary.maps !== null) return mapIn(summary, layer, map);
    const found = this.look(this.maps, `${input}/${epoch}/${layer.number}/${map}`);
    return found === null ? null : mapAmong(found.maps, layer, map, found.first);
  }

  curveOf(input: string): Curve | null {
    return this.look(this.curves, input);
  }

  filmOf(input: string, { number }: PlacedLayer, map: number): Film | null {
    return this.look(this.films, `${input}/${number}/${map}`);
  }

  /** Return the weights of a layer's units to the classes. */
  weightsOf(run: string, epoch: number, { number }: PlacedLayer): Weights | null {
    return this.look(this.weights, `${run}/${epoch}/${number}`);
  }

  excitedOf(run: string, epoch: number, { number }: PlacedLayer, unit: number): readonly Excited[] | null {
    return this.look(this.excited, `${run}/${epoch}/${number}/${unit}`);
  }

  rejectionOf(input: string, epoch: number): Rejection | null {
    return this.look(this.rejections, `${input}/${epoch}`);
  }

  /** Return the lowest and the highest value of a layer at any epoch that an input was looked at. */
  rangeOf(input: string, { number }: PlacedLayer): readonly [low: number, high: number] | null {
    const found = this.look(this.ranges, input);
    return found === null ? null : [found[number * 2] ?? 0, found[number * 2 + 1] ?? 0];
  }

  keepSummary(input: string, epoch: number, summary: Summary): void {
    const { unit, range, maps } = summary;
    const bytes = unit.byteLength + range.byteLength + (maps === null ? 0 : maps.map.byteLength);
    this.summaries.keep(`${input}/${epoch}`, summary, bytes);
    const before = this.ranges.get(input);
    this.ranges.keep(input, before === null ? range.slice() : widened(before, range), range.byteLength);
    this.arrived += 1;
  }

  keepMaps(input: string, epoch: number, layer: number, first: number, maps: Maps): void {
    const count = maps.range.length / 2;
    for (let map = first; map < first + count; map++)
      this.maps.keep(`${input}/${epoch}/${layer}/${map}`, { first, maps }, maps.map.byteLength / count);
    this.arrived += 1;
  }

  keepCurve(input: string, curve: Curve): void {
    this.curves.keep(input, curve, curve.probability.byteLength);
    this.arrived += 1;
  }

  keepFilm(input: string, { number }: PlacedLayer, map: number, film: Film): void {
    const bytes = (film.maps?.map.byteLength ?? 0) + (film.unit?.byteLength ?? 0);
    this.films.keep(`${input}/${number}/${map}`, film, bytes);
    this.arrived += 1;
  }

  keepWeights(run: string, epoch: number, { number }: PlacedLayer, weights: Weights): void {
    this.weights.keep(`${run}/${epoch}/${number}`, weights, weights.weight.byteLength);
    this.arrived += 1;
  }

  keepExcited(run: string, epoch: number, { number }: PlacedLayer, unit: number, excited: readonly Excited[]): void {
    this.excited.keep(`${run}/${epoch}/${number}/${unit}`, excited, 512);
    this.arrived += 1;
  }

  keepRejection(input: string, epoch: number, rejection: Rejection): void {
    this.rejections.keep(`${input}/${epoch}`, rejection, 256);
    this.arrived += 1;
  }

  private look<Value>(cache: Recent<Value>, key: string): Value | null {
    // Reading this makes the reader depend on the next answer.
    return this.arrived < 0 ? null : cache.get(key);
  }
}

function widened(one: Float32Array, other: Float32Array): Float32Array {
  return one.map((value, at) => (at % 2 === 0 ? Math.min : Math.max)(value, other[at] ?? value));
}
