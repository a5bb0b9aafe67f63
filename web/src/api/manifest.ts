/**
 * The shapes of the API's answers, by short names. schema.ts is generated from the API's OpenAPI description
 * (`npm run types`); api/README.md explains every field.
 */
import type { components } from "./schema.ts";

type Schemas = components["schemas"];

export type ArraySpec = Schemas["ArraySpec"];
export type DType = ArraySpec["dtype"];
/** One `.bin` answer: where it is and what is inside. */
export type BinaryFile = Schemas["BinaryFile"];
/** Answers of one epoch each. */
export type OneEpochFiles = Schemas["OneEpochFiles"];
/** The same arrays in one answer of all epochs and in one of each epoch. */
export type EpochFiles = Schemas["EpochFiles"];
/** Answers about a few samples that follow each other, over all epochs. */
export type Blocks = Schemas["Blocks"];

export type RunList = Schemas["RunList"];
export type RunSummary = Schemas["RunSummary"];
export type Manifest = Omit<Schemas["Run"], "projections"> & { readonly projections: readonly Projection[] };
export type Layer = Schemas["Layer"];
export type Atlas = Schemas["Atlas"];
export type Thumbnails = Schemas["Thumbnails"];
export type Metrics = Schemas["Metrics"];
export type Metric = Schemas["Metric"];

export type Projection = Omit<Schemas["Projection"], "quality"> & { readonly quality: Quality | null };
export type Extent = Schemas["Extent"];
export type Method = Projection["method"];
/** What can lay a projection out, the default first. */
export const METHODS = ["aligned", "stock", "umap", "pca"] as const satisfies readonly Method[];
export type Quality = Schemas["Quality"];
export type Measure = keyof Schemas["Measures"];
/** What is stored about a layer's own space: the nearest neighbors of every sample, and how far it moved. */
export type NeighborSet = Schemas["NeighborSet"];
/** The evidence against each sample's label: one binary answer, and its source. */
export type LabelErrorsFile = Schemas["LabelErrors"];

/** What can be laid out on demand. */
export type WantedLayout = Schemas["WantedLayout"];
/** A layout on demand: what was requested, and its progress. */
export type Job = Schemas["Job"];
export type JobList = Schemas["JobList"];

/** Numbers of classes: one byte each, two above 255 classes. */
export type ClassNumbers = Uint8Array | Uint16Array;

/** What `samples.bin` holds, both of shape (samples). */
export interface Samples {
  readonly label: ClassNumbers;
  readonly split: Uint8Array;
}

/** Of what a quality file holds, what the page uses: both of shape (epochs of the projection, samples). */
export interface SampleQuality {
  /** In 1/255. */
  readonly trustworthiness: Uint8Array<ArrayBuffer>;
  /** 1 where the sample moved on screen and its neighborhood in the layer did not. */
  readonly unsupported: Uint8Array<ArrayBuffer>;
}

/** What `predictions.bin` holds, all of shape (epochs, samples). */
export interface Predictions {
  readonly margin: Float32Array;
  /** In 1/4096; 65535 is that and everything above. */
  readonly loss: Uint16Array;
  readonly predicted: ClassNumbers;
  /** In 1/255. */
  readonly confidence: Uint8Array;
}

/** What `dynamics.bin` holds, of shape (epochs, samples) but for `first_learned`, (samples); api/README.md defines each. */
export interface Dynamics {
  readonly area_under_margin: Float32Array;
  /** In 1/65535, as is `variability`. */
  readonly label_confidence: Uint16Array;
  readonly variability: Uint16Array;
  /** The number of an epoch; 65535 where there is none. */
  readonly first_learned: Uint16Array;
  readonly forgotten: ClassNumbers;
  /** In 1/255. */
  readonly correctness: Uint8Array;
}

/** What `label_errors.bin` holds, all of shape (samples); api/README.md defines each. */
export interface LabelErrors {
  /** The larger, the likelier the label is wrong. */
  readonly suspicion: Float32Array;
  /** In 1/65535, as is `suggested_confidence`. */
  readonly given_confidence: Uint16Array;
  readonly suggested_confidence: Uint16Array;
  readonly suggested: ClassNumbers;
  /** In 1/255. */
  readonly agreement: Uint8Array;
}
