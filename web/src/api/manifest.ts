/**
 * The shapes of the API's answers, by short names. schema.ts is generated from the API's OpenAPI description
 * (`npm run types`); api/README.md explains every field.
 */
import type { components } from "./schema.ts";

type Schemas = components["schemas"];
/** Addresses that are said again for other clients. */
type Shortcuts = "path" | "epoch_path" | "block_path";

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
export type Manifest = Omit<Schemas["Run"], "projections" | "neighbors"> & {
  readonly projections: readonly Projection[];
  readonly neighbors: readonly NeighborSet[];
};
/** A column of the run's own. */
export type Column = Schemas["Column"];
/** The texts of one. */
export type TextBlocks = Schemas["TextBlocks"];
export type Layer = Schemas["Layer"];
export type LayerSpace = Schemas["LayerSpace"];
export type Atlas = Schemas["Atlas"];
export type Thumbnails = Schemas["Thumbnails"];
export type Metrics = Schemas["Metrics"];
export type Metric = Schemas["Metric"];

export type Projection = Omit<Schemas["Projection"], Shortcuts | "quality"> & { readonly quality: Quality | null };
export type Extent = Schemas["Extent"];
export type Method = Projection["method"];
/** What can lay a projection out, the default first. */
export const METHODS = ["aligned", "stock", "umap", "pca"] as const satisfies readonly Method[];
export type Quality = Schemas["Quality"];
export type Measure = keyof Schemas["Measures"];
/** What is stored about a layer's own space: the nearest neighbors of every sample, and how far it moved. */
export type NeighborSet = Omit<Schemas["NeighborSet"], Shortcuts>;
/** The evidence against each sample's label: one binary answer, and its source. */
export type LabelErrorsFile = Schemas["LabelErrors"];

/** What can be laid out on demand. */
export type LayoutRequest = Schemas["LayoutRequest"];
/** A layout on demand: what was requested, and its progress. */
export type Job = Schemas["Job"];
export type JobList = Schemas["JobList"];
