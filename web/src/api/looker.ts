/** What a network can be asked about one input: the same from the process beside the server and from this browser. */
import type { components } from "./schema.ts";

type Schemas = components["schemas"];

/** Whether a run's network can be looked into, and what its input is. */
export type Inside = Schemas["Inside"];
export type LookInput = Schemas["LookInput"];
/** A layer, in the order of the forward pass. */
export type InsideLayer = Schemas["InsideLayer"];
export type Network = Schemas["InsideLayers"];
/** Whether an input is like none of the recorded samples, and which signs say so. */
export type Rejection = Schemas["Rejection"];
/** What is usual for the recorded samples at one epoch. */
export type Usual = Schemas["Usual"];

/** What is to be looked at. */
export type Input =
  /** (height, width, channels), as the network's input is. */
  | { readonly kind: "pixels"; readonly pixels: Uint8Array<ArrayBuffer> }
  | { readonly kind: "picture"; readonly file: Blob }
  | { readonly kind: "sample"; readonly sample: number };

/** An input that is ready to be looked at. */
export interface Sent {
  /** The same for the same pixels. */
  readonly id: string;
  /** The very pixels that the network is given, (height, width, channels). */
  readonly pixels: Uint8Array<ArrayBuffer>;
  /** What it was made from; null where that was no picture. */
  readonly picture: { readonly format: string; readonly width: number; readonly height: number } | null;
}

/** Maps of bytes: a value is low + byte / 255 × (high − low). */
export interface Maps {
  /** (maps, 2): the lowest and the highest value of each. */
  readonly range: Float32Array;
  /** (maps, height, width). */
  readonly map: Uint8Array;
}

/** What all layers make of an input at one epoch. */
export interface Summary {
  /** (classes). */
  readonly probability: Float32Array;
  /** (layers, 2): the lowest and the highest value of each. */
  readonly range: Float32Array;
  /** Layer after layer, the values of vectors and the mean of each map. */
  readonly unit: Float32Array;
  /** Layer after layer, of those that have maps; null where they are too many to be sent unasked. */
  readonly maps: Maps | null;
}

export interface SentAndSeen {
  readonly sent: Sent;
  readonly summary: Summary;
}

/** The probabilities at all epochs that are known so far. */
export interface Curve {
  /** (epochs, classes), of the epochs of `Inside`. */
  readonly probability: Float32Array;
  /** (epochs): 1 where they are known. */
  readonly known: Uint8Array;
}

/** One map of a layer, or one unit of a vector, at all epochs that are known so far. */
export interface Film {
  /** (epochs): 1 where it is known. */
  readonly known: Uint8Array;
  /** A map for each epoch; null of a vector. */
  readonly maps: Maps | null;
  /** (epochs): the unit of a vector; null of a map. */
  readonly unit: Float32Array | null;
}

/** A recorded sample, and the stored activation of a unit. */
export interface Excited {
  readonly sample: number;
  readonly value: number;
}

/** How much each unit of a layer counts for each class. */
export interface Weights {
  /** (classes, units). */
  readonly weight: Float32Array;
  /** (classes): a logit is its bias and the sum of all units times their weights, unless maps are flattened on the way. */
  readonly bias: Float32Array;
}

export interface Looker {
  /** The layers. The first request may take seconds: what computes has to start. */
  fetchNetwork(signal?: AbortSignal): Promise<Network>;
  send(input: Input, signal?: AbortSignal): Promise<Sent>;
  /** Send pixels, and look at them at once: what is drawn changes with every movement of the pen. */
  sendAndLook(pixels: Uint8Array<ArrayBuffer>, epoch: number, signal?: AbortSignal): Promise<SentAndSeen>;
  fetchSummary(input: string, epoch: number, signal?: AbortSignal): Promise<Summary>;
  /** `layer` is its place in the network, from 0; `first` and `last` are maps of it. */
  fetchMaps(
    input: string,
    epoch: number,
    layer: number,
    first: number,
    last: number,
    signal?: AbortSignal,
  ): Promise<Maps>;
  /** Each request fills in more, outward from `epoch`. */
  fetchCurve(input: string, epoch: number, signal?: AbortSignal): Promise<Curve>;
  /** Each request fills in more, outward from `epoch`. */
  fetchFilm(input: string, epoch: number, layer: number, map: number, signal?: AbortSignal): Promise<Film>;
  /** Of a layer that `weighs`. */
  fetchWeights(epoch: number, layer: number, signal?: AbortSignal): Promise<Weights>;
  fetchRejection(input: string, epoch: number, signal?: AbortSignal): Promise<Rejection>;
}
