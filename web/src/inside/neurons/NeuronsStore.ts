/** The units of one layer as a grid, toward one class: what is chosen, and what follows from it. */
import { makeAutoObservable } from "mobx";
import type { Weights } from "../../api/looker.ts";
import { MOST_WEIGHTS } from "../AnswersStore.ts";
import type { AnswersStore } from "../AnswersStore.ts";
import type { Unit } from "../ChoicesStore.ts";
import { unitsOf } from "../layers.ts";
import type { PlacedLayer } from "../layers.ts";
import { likeliest } from "../likeliest.ts";
import type { Look } from "../LooksStore.ts";
import type { NetworkStore } from "../NetworkStore.ts";
import { balanceOf, contributionsOf, mainLayer, sidesOf } from "./neurons.ts";
import type { Balance, Sides } from "./neurons.ts";

/** What the cells show. */
export const SHOWN = ["activation", "contribution"] as const;
export type Shown = (typeof SHOWN)[number];

/** How many units are listed on each side. */
const LISTED = 10;

interface Needs {
  readonly network: NetworkStore;
  readonly answers: AnswersStore;
  readonly epoch: number | null;
  readonly looks: { readonly look: Look | null };
  readonly page: { readonly run: { readonly name: string | null } };
}

export class NeuronsStore {
  open = false;
  shown: Shown = "activation";
  private chosenLayer: number | null = null;
  private chosenClass: number | null = null;

  constructor(private readonly inside: Needs) {
    makeAutoObservable<this, "inside">(this, { inside: false, weightsOver: false });
  }

  /** The layers that can be shown: vectors, and maps that count for the classes. */
  get layers(): readonly PlacedLayer[] {
    return this.inside.network.layers.filter(({ isVector, weighs }) => isVector || weighs);
  }

  /** The one chosen, else what the last dense layer is given; null where there is none, or nothing is shown. */
  get layer(): PlacedLayer | null {
    if (!this.open) return null;
    return this.layers.find(({ number }) => number === this.chosenLayer) ?? mainLayer(this.layers);
  }

  /** The class that was chosen; null for the predicted one, which is also shown where an address has another number. */
  get chosen(): number | null {
    const classes = this.inside.looks.look?.summary.probability.length ?? Infinity;
    return this.chosenClass !== null && this.chosenClass < classes ? this.chosenClass : null;
  }

  /** The class that the units stand to. */
  get target(): number | null {
    const { look } = this.inside.looks;
    return this.chosen ?? (look === null ? null : (likeliest(look.summary.probability, 1)[0] ?? null));
  }

  /** How much each unit counts for the class, (units); null where that is not known, or it does not. */
  get weights(): Float32Array | null {
    const { look } = this.inside.looks;
    return look === null ? null : this.weightsAt(look.epoch);
  }

  /** What each unit adds to the logit of the class, (units). */
  get contributions(): Float32Array | null {
    const { units, weights } = this;
    return units === null || weights === null ? null : contributionsOf(units, weights);
  }

  /** What makes up the logit of the class. */
  get balance(): Balance | null {
    const { contributions, target } = this;
    const { look } = this.inside.looks;
    // What weighs a layer is the last one of the network.
    const last = this.inside.network.layers.at(-1);
    if (contributions === null || target === null || look === null || last === undefined) return null;
    const bias = this.allWeightsAt(look.epoch)?.bias[target] ?? 0;
    return balanceOf(contributions, bias, unitsOf(look.summary, last)[target] ?? 0);
  }

  /** The units that count for and against the class, by their weights or by what they contribute. */
  get sides(): Sides | null {
    const values = this.shown === "contribution" ? this.contributions : this.weights;
    return values === null ? null : sidesOf(values);
  }

  /** The units that speak most for the class and most against it here, the strongest first. */
  get speakers(): Sides {
    if (this.contributions === null) return { positive: [], negative: [] };
    const { positive, negative } = sidesOf(this.contributions);
    return { positive: positive.slice(0, LISTED), negative: negative.slice(-LISTED).reverse() };
  }

  /** The same as units whose recorded samples are wanted. */
  get listed(): readonly Unit[] {
    const { layer, speakers } = this;
    if (layer === null) return [];
    return [...speakers.positive, ...speakers.negative].map((map) => ({ layer, map }));
  }

  /** The values of the layer's units for the input on screen, (units). */
  get units(): Float32Array | null {
    const { look } = this.inside.looks;
    return look === null || this.layer === null ? null : unitsOf(look.summary, this.layer);
  }

  /** Whether the weights of all epochs are few enough to be kept. */
  get keepsWeights(): boolean {
    const { layer } = this;
    const { network, looks } = this.inside;
    const classes = looks.look?.summary.probability.length ?? 0;
    return layer?.weighs === true && 4 * classes * layer.count * network.epochs.length <= MOST_WEIGHTS;
  }

  /** Return the weight of a unit to the class at the epochs that are known. */
  weightsOver(unit: number): readonly { readonly epoch: number; readonly weight: number }[] {
    return this.inside.network.epochs.flatMap((epoch) => {
      const weight = this.weightsAt(epoch)?.[unit];
      return weight === undefined ? [] : [{ epoch, weight }];
    });
  }

  toggle(): void {
    this.open = !this.open;
  }

  show(shown: Shown): void {
    this.shown = shown;
  }

  chooseLayer(layer: number): void {
    this.chosenLayer = layer;
  }

  /** Have the units stand to a class; null for the predicted one. */
  chooseClass(target: number | null): void {
    this.chosenClass = target;
  }

  /** As an address has them; null for what is by default. */
  get texts(): { readonly neurons: string | null; toward: string | null; cells: string | null } {
    if (!this.open) return { neurons: null, toward: null, cells: null };
    return {
      neurons: this.chosenLayer === null ? "main" : String(this.chosenLayer),
      toward: this.chosen === null ? null : String(this.chosen),
      cells: this.shown === SHOWN[0] ? null : this.shown,
    };
  }

  /** Show what an address has; what is left out or malformed is as it is by default. */
  read(text: (name: string) => string | undefined): void {
    const number = (name: string) => (/^\d+$/.test(text(name) ?? "") ? Number(text(name)) : null);
    this.chosenLayer = number("neurons");
    this.open = this.chosenLayer !== null || text("neurons") === "main";
    this.chosenClass = number("toward");
    this.shown = SHOWN.find((one) => one === text("cells")) ?? SHOWN[0];
  }

  private weightsAt(epoch: number): Float32Array | null {
    const { layer, target } = this;
    const all = this.allWeightsAt(epoch);
    return layer === null || target === null || all === null
      ? null
      : all.weight.subarray(target * layer.count, (target + 1) * layer.count);
  }

  private allWeightsAt(epoch: number): Weights | null {
    const { layer } = this;
    return layer === null ? null : this.inside.answers.weightsOf(this.inside.page.run.name ?? "", epoch, layer);
  }
}
