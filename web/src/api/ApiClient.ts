/** What the page can ask for, as typed answers; the same relative addresses on a live server and a static host. */
import { decodeArrays, byteLength } from "./decode.ts";
import type { TypedArray } from "./decode.ts";
import { getBytes, getJson } from "./http.ts";
import type { Progress } from "./http.ts";
import type { BinaryFile, ClassNumbers, Manifest, Metrics, Predictions, Projection, RunList, Samples } from "./manifest.ts";

export interface ApiClient {
  fetchRuns(signal?: AbortSignal): Promise<RunList>;
  fetchManifest(run: string, signal?: AbortSignal): Promise<Manifest>;
  fetchSamples(manifest: Manifest, signal?: AbortSignal): Promise<Samples>;
  fetchMetrics(run: string, signal?: AbortSignal): Promise<Metrics>;
  fetchPredictions(run: string, file: BinaryFile, signal?: AbortSignal): Promise<Predictions>;
  /** Positions of one epoch, shape (samples, 2). */
  fetchEpoch(run: string, projection: Projection, epoch: number, signal?: AbortSignal): Promise<Uint16Array>;
  /** Positions of all epochs, shape (epochs, samples, 2). */
  fetchPack(run: string, projection: Projection, signal?: AbortSignal, progress?: Progress): Promise<Uint16Array>;
  thumbnailAddress(run: string, path: string): string;
}

export class HttpApiClient implements ApiClient {
  constructor(private readonly root = "./api") {}

  async fetchRuns(signal?: AbortSignal): Promise<RunList> {
    return (await getJson(`${this.root}/runs.json`, signal)) as RunList;
  }

  async fetchManifest(run: string, signal?: AbortSignal): Promise<Manifest> {
    return (await getJson(this.address(run, "run.json"), signal)) as Manifest;
  }

  async fetchSamples(manifest: Manifest, signal?: AbortSignal): Promise<Samples> {
    const arrays = await this.fetchArrays(manifest.name, manifest.samples, signal);
    return { label: arrays.get("label") as ClassNumbers, split: arrays.get("split") as Uint8Array };
  }

  async fetchMetrics(run: string, signal?: AbortSignal): Promise<Metrics> {
    return (await getJson(this.address(run, "metrics.json"), signal)) as Metrics;
  }

  async fetchPredictions(run: string, file: BinaryFile, signal?: AbortSignal): Promise<Predictions> {
    const arrays = await this.fetchArrays(run, file, signal);
    return {
      margin: arrays.get("margin") as Float32Array,
      predicted: arrays.get("predicted") as ClassNumbers,
      confidence: arrays.get("confidence") as Uint8Array,
    };
  }

  async fetchEpoch(run: string, projection: Projection, epoch: number, signal?: AbortSignal): Promise<Uint16Array> {
    const arrays = await this.fetchArrays(run, oneEpoch(projection, epoch), signal);
    return arrays.get("position") as Uint16Array;
  }

  async fetchPack(run: string, projection: Projection, signal?: AbortSignal, progress?: Progress): Promise<Uint16Array> {
    const arrays = await this.fetchArrays(run, projection, signal, progress);
    return arrays.get("position") as Uint16Array;
  }

  thumbnailAddress(run: string, path: string): string {
    return this.address(run, path);
  }

  private async fetchArrays(run: string, file: BinaryFile, signal?: AbortSignal, progress?: Progress): Promise<Map<string, TypedArray>> {
    const bytes = await getBytes(this.address(run, file.path), byteLength(file.arrays), signal, progress);
    return decodeArrays(bytes, file);
  }

  private address(run: string, path: string): string {
    return `${this.root}/runs/${encodeURIComponent(run)}/${path}`;
  }
}

/** The same arrays as in the pack without their first axis. */
function oneEpoch(projection: Projection, epoch: number): BinaryFile {
  return {
    path: projection.epoch_path.replace("{epoch}", String(epoch)),
    arrays: projection.arrays.map((spec) => ({ ...spec, shape: spec.shape.slice(1) })),
  };
}
