/** What the network predicted for each sample in each epoch; loaded after the first positions are there. */
import { makeAutoObservable } from "mobx";
import type { ApiClient } from "../api/ApiClient.ts";
import type { ClassNumbers, Manifest, Predictions } from "../api/manifest.ts";
import { Loaded } from "./Loaded.ts";
import type { Problem, Status } from "./status.ts";

export interface Prediction {
  readonly predicted: number;
  /** 0 to 1. */
  readonly confidence: number;
}

export class PredictionsStore {
  private readonly loaded = new Loaded<Manifest, Predictions>(
    (one, other) => one.name === other.name && one.predictions === other.predictions,
  );

  constructor(private readonly api: ApiClient) {
    makeAutoObservable(this);
  }

  get predictions(): Predictions | null {
    return this.loaded.value;
  }

  get status(): Status {
    return this.loaded.status;
  }

  get problem(): Problem | null {
    return this.loaded.problem;
  }

  at(epoch: number, sample: number): Prediction | null {
    const first = this.firstAt(epoch);
    if (first === null || this.predictions === null) return null;
    const { predicted, confidence } = this.predictions;
    return { predicted: predicted[first + sample] ?? 0, confidence: (confidence[first + sample] ?? 0) / 255 };
  }

  /** The predicted class of every sample at an epoch, shape (samples); null where nothing was predicted. */
  predictedAt(epoch: number | null): ClassNumbers | null {
    const first = this.firstAt(epoch);
    if (first === null || this.loaded.key === null) return null;
    return this.predictions?.predicted.subarray(first, first + this.loaded.key.sample_count) ?? null;
  }

  /** Load a run's predictions, unless they are here already or the run has none. */
  async load(manifest: Manifest): Promise<void> {
    const file = manifest.predictions;
    if (file === null) this.forget();
    else await this.loaded.load(manifest, (signal) => this.api.fetchPredictions(manifest.name, file, signal));
  }

  /** Another run is coming: predictions of this one do not apply to its samples. */
  forget(): void {
    this.loaded.forget();
  }

  /** Where an epoch's values begin; null where the run does not have it. */
  private firstAt(epoch: number | null): number | null {
    const index = epoch === null ? -1 : (this.loaded.key?.epochs.indexOf(epoch) ?? -1);
    return index < 0 ? null : index * (this.loaded.key?.sample_count ?? 0);
  }
}
