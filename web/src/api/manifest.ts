/** The shapes of the API's answers, written once; api/README.md explains every field. */

export type DType = "float32" | "uint32" | "uint16" | "uint8";

export interface ArraySpec {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
}

/** One `.bin` answer: where it is and what is inside. */
export interface BinaryFile {
  readonly path: string;
  readonly arrays: readonly ArraySpec[];
}

export interface RunSummary {
  readonly name: string;
  readonly title: string;
  readonly model: string | null;
  readonly dataset: string | null;
  readonly classes: number | null;
  readonly samples: number | null;
  readonly epochs: number | null;
  readonly layers: number | null;
  readonly projections: number | null;
  readonly revision: number | null;
  /** Why the run cannot be shown, in words; null where it can. */
  readonly problem: string | null;
}

export interface RunList {
  readonly runs: readonly RunSummary[];
  /** Whether other settings can be laid out on demand; a static host never does. */
  readonly takes_jobs: boolean;
}

export interface Layer {
  readonly name: string;
  readonly module: string;
  readonly width: number;
  readonly reduction: string;
}

/** What can lay a projection out, the usual one first. */
export const METHODS = ["aligned", "stock", "umap", "pca"] as const;
export type Method = (typeof METHODS)[number];

export type Measure =
  | "trustworthiness"
  | "continuity"
  | "neighbor_recall"
  | "label_purity"
  | "real_motion"
  | "screen_motion"
  | "unsupported";

/** A square: lower corner and side, in the frame that all projections of a run share. */
export interface Extent {
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

export interface Quality extends BinaryFile {
  /** How many neighbors were looked at. */
  readonly n_neighbors: number;
  /** Means over the samples, one number an epoch of the projection; of `unsupported` the share. */
  readonly means: Readonly<Record<Measure, readonly number[]>>;
  /** Their standard errors; 0 where all samples were compared with all. */
  readonly errors: Readonly<Record<Measure, readonly number[]>>;
}

export interface Projection extends BinaryFile {
  readonly layer: string;
  /** Both 0 where the method has none. */
  readonly n_neighbors: number;
  readonly min_dist: number;
  readonly method: Method;
  readonly epochs: readonly number[];
  /** How many of the first epochs were laid out together; later ones were appended without moving those. */
  readonly joint_epochs: number;
  readonly epoch_path: string;
  readonly extent: Extent;
  readonly quality: Quality | null;
}

export interface Atlas {
  readonly path: string;
  readonly first_sample: number;
  readonly samples: number;
}

export interface Thumbnails {
  readonly width: number;
  readonly height: number;
  readonly columns: number;
  readonly rows: number;
  readonly atlases: readonly Atlas[];
}

/** Answers about a few samples that follow each other, over all epochs. */
export interface Blocks {
  /** Samples in a block; the last one may have fewer. */
  readonly block: number;
  readonly block_path: string;
  /** Of a block with all its samples. */
  readonly block_arrays: readonly ArraySpec[];
}

/** What is kept of a layer's own space: the nearest neighbors of every sample, and how far it moved. */
export interface NeighborSet extends Blocks {
  readonly layer: string;
  readonly epochs: readonly number[];
  readonly motion: BinaryFile;
}

/** What speaks against each sample's label: one binary answer, and where it was looked for. */
export interface LabelErrorsFile extends BinaryFile {
  readonly epochs: readonly number[];
  /** Whose neighbors were looked at; null where none are kept. */
  readonly layer: string | null;
}

export interface Manifest {
  readonly name: string;
  readonly title: string;
  readonly revision: number;
  readonly model: { readonly name: string; readonly parameters: number | null } | null;
  readonly dataset: {
    readonly name: string;
    readonly classes: readonly string[];
    readonly image_shape: readonly number[] | null;
  };
  /** A copy without activations, whose numbers are rounded. */
  readonly compact: boolean;
  readonly sample_count: number;
  /** Larger than `sample_count` where a part of the samples was exported. */
  readonly recorded_samples: number;
  readonly splits: readonly string[];
  readonly epochs: readonly number[];
  readonly layers: readonly Layer[];
  readonly samples: BinaryFile;
  /** Null where nobody recorded any, as in activations imported from elsewhere. */
  readonly predictions: BinaryFile | null;
  readonly probabilities: Blocks | null;
  readonly dynamics: BinaryFile | null;
  /** Null before the first epoch of training. */
  readonly label_errors: LabelErrorsFile | null;
  readonly projections: readonly Projection[];
  readonly neighbors: readonly NeighborSet[];
  readonly thumbnails: Thumbnails | null;
}

/** What can be laid out on demand. */
export interface WantedLayout {
  readonly layer: string;
  readonly n_neighbors: number;
  readonly min_dist: number;
}

/** A layout on demand: what was asked for, and how it is coming along. */
export interface Job extends WantedLayout {
  readonly id: string;
  readonly state: "running" | "done" | "failed" | "canceled";
  /** What it does, or did last. */
  readonly step: "starting" | "neighbors" | "aligning" | "comparing" | "appending" | "scoring" | "placing" | "stopping";
  /** How it ended, for people; null while it runs. */
  readonly message: string | null;
  /** Of `total`, by an estimate; null while the job starts. */
  readonly done: number;
  readonly total: number | null;
  /** Since it was begun. */
  readonly seconds: number;
}

export interface JobList {
  /** None, or the last one of the run. */
  readonly jobs: readonly Job[];
}

export interface Metric {
  readonly epoch: number;
  readonly split: string;
  readonly loss: number | null;
  readonly accuracy: number | null;
  readonly learning_rate: number | null;
  readonly seconds: number | null;
}

export interface Metrics {
  readonly metrics: readonly Metric[];
}

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
