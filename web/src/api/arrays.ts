/** What the binary answers hold, by the names of their arrays; api/README.md defines each. */
import type { TypedArray } from "./decode.ts";

/** The arrays of one answer. */
export type Arrays = Readonly<Record<string, TypedArray>>;

/** Numbers of samples: as few bytes each as the run's samples need. */
export type SampleNumbers = Uint8Array | Uint16Array | Uint32Array;

/** Numbers of classes: one byte each, two above 255 classes. */
export type ClassNumbers = Uint8Array | Uint16Array;

/** Both of shape (samples). */
export interface Samples {
  readonly label: ClassNumbers;
  readonly split: Uint8Array;
}

/** Of the quality of a projection, what the page uses: both of shape (epochs, samples). */
export interface SampleQuality {
  /** In 1/255. */
  readonly trustworthiness: Uint8Array<ArrayBuffer>;
  /** 1 where the sample moved on screen and its neighborhood in the layer did not. */
  readonly unsupported: Uint8Array<ArrayBuffer>;
}

/** All of shape (epochs, samples). */
export interface Predictions {
  readonly margin: Float32Array;
  /** In 1/4096; 65535 is that and everything above. */
  readonly loss: Uint16Array;
  readonly predicted: ClassNumbers;
  /** In 1/255. */
  readonly confidence: Uint8Array;
}

/** Of shape (epochs, samples) but for `first_learned`, (samples). */
export interface Dynamics {
  readonly area_under_margin: Float32Array;
  /** In 1/65535, as is `variability`. */
  readonly label_confidence: Uint16Array;
  readonly variability: Uint16Array;
  /** The place of an epoch in `epochs`; 65535 where there is none. */
  readonly first_learned: Uint16Array;
  readonly forgotten: ClassNumbers;
  /** In 1/255. */
  readonly correctness: Uint8Array;
}

/** All of shape (samples). */
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

/** Of shape (epochs, samples). */
export interface Motion {
  /** How far each sample moved in a layer's own space since the epoch before, in 1/4096. */
  readonly layer_motion: Uint16Array;
}
