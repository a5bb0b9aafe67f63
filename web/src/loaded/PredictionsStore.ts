/** What the network said about each sample in each epoch; loaded after the picture is there. */
import { makeAutoObservable, observableRef } from "mobx";
import type { ApiClient } from "../api/ApiClient.ts";
import { LatestRequest } from "../api/LatestRequest.ts";
import type { ClassNumbers, Manifest, Predictions } from "../api/manifest.ts";
import { problemOf } from "./status.ts";
import type { Problem, Status } from "./status.ts";

export interface Prediction {
  readonly predicted: number;
  /** 0 to 1. */
  readonly confidence: number;
}

export class PredictionsStore {
  predictions: Predictions | null = null;
  status: Status = "idle";
  problem: Problem | null = null;
  private manifest: Manifest | null = null;

  constructor(
    private readonly api: ApiClient,
    private readonly latest = new LatestRequest(),
  ) {
    makeAutoObservable<this, "api" | "latest" | "manifest">(this, {
      api: false,
      latest: false,
      manifest: observableRef,
      predictions: observableRef,
      problem: observableRef,
    });
  }

  at(epoch: number, sample: number): Prediction | null {
    const place = this.manifest?.epochs.indexOf(epoch) ?? -1;
    if (this.predictions === null || this.manifest === null || place < 0) return null;
    const i = place * this.manifest.sample_count + sample;
    return { predicted: this.predictions.predicted[i] ?? 0, confidence: (this.predictions.confidence[i] ?? 0) / 255 };
  }

  /** The predicted class of every sample at an epoch, shape (samples); null where nothing was predicted. */
  predictedAt(epoch: number | null): ClassNumbers | null {
    const place = epoch === null ? -1 : (this.manifest?.epochs.indexOf(epoch) ?? -1);
    if (this.predictions === null || this.manifest === null || place < 0) return null;
    const { sample_count: samples } = this.manifest;
    return this.predictions.predicted.subarray(place * samples, (place + 1) * samples);
  }

  /** Load a run's predictions, unless they are here already or the run has none. */
  async load(manifest: Manifest): Promise<void> {
    if (this.manifest?.name === manifest.name && this.manifest.predictions === manifest.predictions) return;
    this.begin(manifest);
    const file = manifest.predictions;
    if (file === null) return;
    try {
      const predictions = await this.latest.run((signal) => this.api.fetchPredictions(manifest.name, file, signal));
      if (predictions !== null) this.show(predictions);
    } catch (error) {
      this.fail(error);
    }
  }

  /** Another run is coming: what was said of this one says nothing of its samples. */
  forget(): void {
    this.latest.cancel();
    this.manifest = this.predictions = this.problem = null;
    this.status = "idle";
  }

  private begin(manifest: Manifest): void {
    this.latest.cancel();
    this.manifest = manifest;
    this.predictions = this.problem = null;
    this.status = manifest.predictions === null ? "idle" : "loading";
  }

  private show(predictions: Predictions): void {
    this.predictions = predictions;
    this.status = "idle";
  }

  private fail(error: unknown): void {
    this.status = "failed";
    this.problem = problemOf(error);
  }
}
