/** What the network predicted for each sample in each epoch; loaded after the first positions are there. */
import { makeAutoObservable } from "mobx";
import type { ApiClient } from "../api/ApiClient.ts";
import type { ClassNumbers, Predictions } from "../api/arrays.ts";
import type { Manifest } from "../api/manifest.ts";
import { EpochArrays } from "./EpochArrays.ts";
import type { ByEpoch } from "./EpochArrays.ts";
import type { MergingStore } from "./MergingStore.ts";
import type { Problem, Status } from "./status.ts";

export interface Prediction {
  readonly predicted: number;
  /** 0 to 1. */
  readonly confidence: number;
}

const NO_EPOCHS: readonly number[] = [];

export class PredictionsStore {
  private readonly loaded: EpochArrays<Predictions>;

  constructor(
    api: ApiClient,
    private readonly merging: MergingStore,
  ) {
    this.loaded = new EpochArrays(api);
    makeAutoObservable<this, "merging">(this, { merging: false });
  }

  /** The predictions, with classes as they are merged: the network's own answer, by its group. */
  get predictions(): ByEpoch<Predictions> | null {
    const predictions = this.loaded.value;
    if (predictions === null || this.merging.groups.length === 0) return predictions;
    return { ...predictions, predicted: this.merging.merged(predictions.predicted) };
  }

  /** The epochs whose predictions are here. */
  get epochs(): readonly number[] {
    return this.predictions?.epochs ?? NO_EPOCHS;
  }

  get status(): Status {
    return this.loaded.status;
  }

  get problem(): Problem | null {
    return this.loaded.problem;
  }

  at(epoch: number, sample: number): Prediction | null {
    const { predictions } = this;
    const index = this.epochs.indexOf(epoch);
    if (predictions === null || index < 0) return null;
    const at = index * this.samples + sample;
    return { predicted: predictions.predicted[at] ?? 0, confidence: (predictions.confidence[at] ?? 0) / 255 };
  }

  /** The predicted class of every sample at an epoch, shape (samples); null where nothing was predicted. */
  predictedAt(epoch: number | null): ClassNumbers | null {
    const index = epoch === null ? -1 : this.epochs.indexOf(epoch);
    if (index < 0) return null;
    return this.predictions?.predicted.subarray(index * this.samples, (index + 1) * this.samples) ?? null;
  }

  /** Load a run's predictions, unless they are here already or the run has none; those at an epoch first. */
  async load({ name, predictions: file }: Manifest, epoch: number | null): Promise<void> {
    if (file === null) this.forget();
    else await this.loaded.load(name, file, epoch);
  }

  /** Another run is coming: predictions of this one do not apply to its samples. */
  forget(): void {
    this.loaded.forget();
  }

  private get samples(): number {
    return (this.predictions?.predicted.length ?? 0) / Math.max(1, this.epochs.length);
  }
}
