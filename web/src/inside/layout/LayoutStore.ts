/** What of the network is on screen: which layers, how many rows of maps each has, and which maps are pinned to them. */
import { makeAutoObservable, observableRef } from "mobx";
import type { PlacedLayer } from "../layers.ts";

export const ROWS = [1, 2, 3, 4] as const;

const NO_PINS: readonly number[] = [];

export class LayoutStore {
  /** How many rows of maps a layer has that is not open. */
  rows = 1;
  /** The numbers of the layers on screen; null is all. */
  private chosen: ReadonlySet<number> | null = null;
  /** Maps by the number of their layer. */
  private pins: ReadonlyMap<number, readonly number[]> = new Map();

  constructor() {
    makeAutoObservable<this, "chosen" | "pins">(this, { chosen: observableRef, pins: observableRef });
  }

  /** Whether layers are left out. */
  get isPart(): boolean {
    return this.chosen !== null;
  }

  shows({ number }: PlacedLayer): boolean {
    return this.chosen?.has(number) ?? true;
  }

  /** Return the maps that alone are in the row of a layer; none where it has those that come first. */
  pinnedTo({ number, count }: PlacedLayer): readonly number[] {
    return this.pins.get(number)?.filter((map) => map < count) ?? NO_PINS;
  }

  /** Show a layer or leave it out; `layers` are all there are. */
  toggle({ number }: PlacedLayer, layers: readonly PlacedLayer[]): void {
    const shown = layers.filter((layer) => this.shows(layer) !== (layer.number === number));
    this.chosen = shown.length === layers.length ? null : new Set(shown.map((layer) => layer.number));
  }

  showAll(): void {
    this.chosen = null;
  }

  showNone(): void {
    this.chosen = new Set();
  }

  showRows(rows: number): void {
    this.rows = rows;
  }

  /** Pin a map to the row of its layer, or take it off where it is pinned. */
  pin(layer: PlacedLayer, map: number): void {
    const pinned = this.pinnedTo(layer);
    this.keep(layer, pinned.includes(map) ? pinned.filter((one) => one !== map) : [...pinned, map]);
  }

  unpin(layer: PlacedLayer): void {
    this.keep(layer, []);
  }

  /** As an address has them; null for what is by default. */
  get texts(): { readonly layers: string | null; readonly rows: number | null; readonly pinned: string | null } {
    return {
      layers: this.chosen === null ? null : [...this.chosen].join("."),
      rows: this.rows === ROWS[0] ? null : this.rows,
      pinned: this.pins.size === 0 ? null : [...this.pins].map(([layer, maps]) => `${layer}:${maps.join(".")}`).join(),
    };
  }

  /** Show what an address has; what is left out or malformed is as it is by default. */
  read(text: (name: string) => string | undefined): void {
    const [layers, rows] = [text("layers"), Number(text("rows"))];
    this.chosen = layers === undefined || !/^[\d.]*$/.test(layers) ? null : new Set(numbersIn(layers));
    this.rows = ROWS.find((one) => one === rows) ?? ROWS[0];
    this.pins = new Map(
      (text("pinned") ?? "").split(",").flatMap((part) => {
        const [layer = "", maps = ""] = part.split(":");
        return /^\d+$/.test(layer) && /^\d+(\.\d+)*$/.test(maps) ? [[Number(layer), numbersIn(maps)] as const] : [];
      }),
    );
  }

  private keep({ number }: PlacedLayer, maps: readonly number[]): void {
    const others = [...this.pins].filter(([layer]) => layer !== number);
    this.pins = new Map(maps.length === 0 ? others : [...others, [number, maps]]);
  }
}

function numbersIn(text: string): readonly number[] {
  return [
    ...new Set(
      text
        .split(".")
        .filter((part) => part !== "")
        .map(Number),
    ),
  ];
}
