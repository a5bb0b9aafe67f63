/** Which layer, method and setting are on screen, chosen from what the run really holds. */
import { makeAutoObservable } from "mobx";
import { METHODS } from "../api/manifest.ts";
import type { Layer, LayerSpace, Method, Projection } from "../api/manifest.ts";
import type { RunStore } from "../loaded/RunStore.ts";

/** What a user or an address may request; missing or unavailable parts are chosen here. */
export interface ProjectionChoice {
  readonly layer: string | null;
  readonly method: string | null;
  readonly nNeighbors: number | null;
  readonly minDist: number | null;
}

const USUAL = { nNeighbors: 15, minDist: 0.1 };

export class ProjectionStore {
  private choice: ProjectionChoice = { layer: null, method: null, nNeighbors: null, minDist: null };

  constructor(private readonly run: RunStore) {
    makeAutoObservable<this, "run">(this, { run: false });
  }

  /** All layers in the network's order, and whether each can be shown. */
  get layers(): (Layer & { readonly projected: boolean })[] {
    return (this.run.manifest?.layers ?? []).map((layer) => ({
      ...layer,
      projected: this.ofLayer(layer.name).length > 0,
    }));
  }

  /** The one chosen, else the one that the run recommends, else the last: it is nearest to what the network decides. */
  get layer(): string | null {
    const projected = this.layers.filter((layer) => layer.projected).map(({ name }) => name);
    const wanted = [this.choice.layer, this.run.manifest?.recommended_layer];
    return wanted.find((name) => projected.includes(name ?? "")) ?? projected.at(-1) ?? null;
  }

  /** How many numbers the layer's vectors have. */
  get width(): number {
    return this.layers.find(({ name }) => name === this.layer)?.width ?? 0;
  }

  /** What is known of the layer's own space; null where nothing is. */
  get space(): LayerSpace | null {
    return this.layers.find(({ name }) => name === this.layer)?.space ?? null;
  }

  hasCollapsedAt(epoch: number): boolean {
    return this.space?.distinct[this.space.epochs.indexOf(epoch)] === 1;
  }

  /** The methods that the layer is projected with, the default first. */
  get methods(): readonly Method[] {
    return methodsAmong(this.ofLayer(this.layer));
  }

  get method(): Method | null {
    return this.entry?.method ?? null;
  }

  /** The projection on screen; null where the run has none. */
  get entry(): Projection | null {
    return this.entryOf(this.layer);
  }

  /** Return the projection that would be on screen at a layer, with the same method and setting as far as it has them. */
  entryOf(layer: string | null): Projection | null {
    const ofLayer = this.ofLayer(layer);
    const methods = methodsAmong(ofLayer);
    const method = methods.find((one) => one === this.choice.method) ?? methods[0];
    const nNeighbors = this.choice.nNeighbors ?? USUAL.nNeighbors;
    const minDist = this.choice.minDist ?? USUAL.minDist;
    const sameNeighbors = nearest(
      ofLayer.filter((entry) => entry.method === method),
      (entry) => Math.abs(entry.n_neighbors - nNeighbors),
    );
    return nearest(sameNeighbors, (entry) => Math.abs(entry.min_dist - minDist))[0] ?? null;
  }

  /** Whether the method on screen has n_neighbors and min_dist. */
  get hasValues(): boolean {
    return this.method !== "pca";
  }

  /** The choice that leads back here; the default method and values that a method does not have are left out. */
  get choiceOnScreen(): ProjectionChoice {
    const values = this.hasValues ? this.entry : null;
    return {
      layer: this.entry?.layer ?? null,
      method: this.method === METHODS[0] ? null : this.method,
      nNeighbors: values?.n_neighbors ?? null,
      minDist: values?.min_dist ?? null,
    };
  }

  get nNeighborsOptions(): number[] {
    return distinct(this.ofMethod.map((entry) => entry.n_neighbors));
  }

  /** Every min_dist of the layer and method; some may not exist together with the chosen n_neighbors. */
  get minDistOptions(): { value: number; exists: boolean }[] {
    const entries = this.ofMethod;
    const exists = (value: number) =>
      entries.some((entry) => entry.min_dist === value && entry.n_neighbors === this.entry?.n_neighbors);
    return distinct(entries.map((entry) => entry.min_dist)).map((value) => ({ value, exists: exists(value) }));
  }

  show(choice: ProjectionChoice): void {
    this.choice = choice;
  }

  showEntry({ layer, method, n_neighbors: nNeighbors, min_dist: minDist }: Projection): void {
    this.choice = { layer, method, nNeighbors, minDist };
  }

  showLayer(layer: string): void {
    this.choice = { ...this.choice, layer };
  }

  /** Show the projected layer `places` after this one in the network's order, as far as there are any. */
  skipLayers(places: number): void {
    const projected = this.layers.filter((layer) => layer.projected);
    const here = projected.findIndex((layer) => layer.name === this.layer);
    const layer = projected[Math.min(projected.length - 1, Math.max(0, here + places))];
    if (layer !== undefined) this.showLayer(layer.name);
  }

  /** Choosing another method keeps the values where it has them, and takes the nearest where it does not. */
  showMethod(method: string): void {
    this.choice = { ...this.choice, method };
  }

  /** Choosing n_neighbors keeps min_dist where that exists, and takes the nearest where it does not. */
  showNNeighbors(nNeighbors: number): void {
    this.choice = { ...this.choice, nNeighbors };
  }

  showMinDist(minDist: number): void {
    this.choice = { ...this.choice, nNeighbors: this.entry?.n_neighbors ?? null, minDist };
  }

  private get ofMethod(): readonly Projection[] {
    return this.ofLayer(this.layer).filter((entry) => entry.method === this.method);
  }

  private ofLayer(layer: string | null): readonly Projection[] {
    return this.run.manifest?.projections.filter((entry) => entry.layer === layer) ?? [];
  }
}

/** Return the methods of some projections, the default first. */
function methodsAmong(entries: readonly Projection[]): Method[] {
  return METHODS.filter((method) => entries.some((entry) => entry.method === method));
}

function nearest(entries: readonly Projection[], distance: (entry: Projection) => number): readonly Projection[] {
  const least = Math.min(...entries.map(distance));
  return entries.filter((entry) => distance(entry) === least);
}

function distinct(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
