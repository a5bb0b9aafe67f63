/** What is chosen inside: the unit that is looked at closely, the open layer, the order of maps, and color maps. */
import { makeAutoObservable, observableRef } from "mobx";
import type { PlacedLayer } from "./layers.ts";
import type { NetworkStore } from "./NetworkStore.ts";

/** By what the maps of a layer are sorted; all but the first put the largest first. */
export const ORDERS = ["position", "activation", "change", "weight"] as const;
export type Order = (typeof ORDERS)[number];

export const SCALES = ["viridis", "magma", "gray", "diverging"] as const;
export type ScaleName = (typeof SCALES)[number];

/** A map of a layer, or a unit of a vector. */
export interface Unit {
  readonly layer: PlacedLayer;
  readonly map: number;
}

const FIRST_UNIT = [0, 0] as const;

/** Numbers of maps in an open layer. */
export const PAGE = 32;

export class ChoicesStore {
  order: Order = "position";
  /** The number of the layer whose maps are shown large; null where none is. */
  private openLayer: number | null = null;
  private chosenUnit: readonly [layer: number, map: number] | null = null;
  private scales: ReadonlyMap<number, ScaleName> = new Map();
  private pageShown = 0;

  constructor(private readonly network: Pick<NetworkStore, "layers">) {
    makeAutoObservable<this, "network" | "scales" | "chosenUnit">(this, {
      network: false,
      scales: observableRef,
      chosenUnit: observableRef,
    });
  }

  get open(): PlacedLayer | null {
    return this.openLayer === null ? null : (this.network.layers[this.openLayer] ?? null);
  }

  /** The page of maps of the open layer, from 0. */
  get page(): number {
    return Math.min(this.pageShown, this.pages - 1);
  }

  get pages(): number {
    return Math.max(1, Math.ceil((this.open?.count ?? 0) / PAGE));
  }

  /** The one chosen, else the first map of the first layer. */
  get unit(): Unit | null {
    const { layers } = this.network;
    const [number, map] = this.chosenUnit ?? FIRST_UNIT;
    const layer = layers[number];
    if (layer !== undefined) return { layer, map: Math.min(layer.count - 1, map) };
    return layers[0] === undefined ? null : { layer: layers[0], map: 0 };
  }

  scaleOf({ number }: PlacedLayer): ScaleName {
    return this.scales.get(number) ?? SCALES[0];
  }

  sortBy(order: Order): void {
    this.order = order;
    this.pageShown = 0;
  }

  /** Open a layer, or close it where it is open. */
  toggle({ number }: PlacedLayer): void {
    this.openLayer = this.openLayer === number ? null : number;
    this.pageShown = 0;
  }

  turnTo(page: number): void {
    this.pageShown = Math.max(0, page);
  }

  chooseUnit({ number }: PlacedLayer, map: number): void {
    this.chosenUnit = [number, map];
  }

  chooseScale({ number }: PlacedLayer, scale: ScaleName): void {
    this.scales = new Map([...this.scales, [number, scale]]);
  }

  /** As an address has them; null for what is by default. */
  get texts(): { readonly unit: string | null; open: string | null; order: string | null; scales: string | null } {
    const scales = [...this.scales].filter(([, scale]) => scale !== SCALES[0]);
    return {
      unit: this.chosenUnit?.join(".") ?? null,
      open: this.openLayer === null ? null : String(this.openLayer),
      order: this.order === ORDERS[0] ? null : this.order,
      scales: scales.length === 0 ? null : scales.map(([layer, scale]) => `${layer}:${scale}`).join(","),
    };
  }

  /** Show what an address has; what is left out or malformed is as it is by default. */
  read(text: (name: string) => string | undefined): void {
    const unit = /^(\d+)\.(\d+)$/.exec(text("unit") ?? "");
    this.chosenUnit = unit === null ? null : [Number(unit[1]), Number(unit[2])];
    this.openLayer = /^\d+$/.test(text("open") ?? "") ? Number(text("open")) : null;
    this.order = ORDERS.find((order) => order === text("maps")) ?? ORDERS[0];
    this.scales = new Map(
      (text("scales") ?? "").split(",").flatMap((part) => {
        const [layer = "", scale] = part.split(":");
        const known = SCALES.find((name) => name === scale);
        return /^\d+$/.test(layer) && known !== undefined ? [[Number(layer), known] as const] : [];
      }),
    );
    this.pageShown = 0;
  }
}
