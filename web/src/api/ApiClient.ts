/** What the page can ask for, as typed answers; the same relative addresses on a live server and a static host. */
import { decodeArrays, byteLength } from "./decode.ts";
import type { TypedArray } from "./decode.ts";
import { getBytes, getJson, listen, sendJson } from "./http.ts";
import type { Listener, Progress } from "./http.ts";
import type { BinaryFile, ClassNumbers, Job, JobList, Manifest, Metrics, Predictions, Projection, RunList, SampleQuality, Samples, WantedLayout } from "./manifest.ts";

export interface ApiClient {
  fetchRuns(signal?: AbortSignal): Promise<RunList>;
  fetchManifest(run: string, signal?: AbortSignal): Promise<Manifest>;
  fetchSamples(manifest: Manifest, signal?: AbortSignal): Promise<Samples>;
  fetchMetrics(run: string, signal?: AbortSignal): Promise<Metrics>;
  fetchPredictions(run: string, file: BinaryFile, signal?: AbortSignal): Promise<Predictions>;
  fetchQuality(run: string, file: BinaryFile, signal?: AbortSignal): Promise<SampleQuality>;
  /** Positions of one epoch, shape (samples, 2). */
  fetchEpoch(run: string, projection: Projection, epoch: number, signal?: AbortSignal): Promise<Uint16Array>;
  /** Positions of all epochs, shape (epochs, samples, 2). */
  fetchPack(run: string, projection: Projection, signal?: AbortSignal, progress?: Progress): Promise<Uint16Array>;
  thumbnailAddress(run: string, path: string): string;
  /** Only where `RunList.takes_jobs`, these four. */
  fetchJobs(run: string, signal?: AbortSignal): Promise<JobList>;
  askForJob(run: string, wanted: WantedLayout): Promise<Job>;
  cancelJob(run: string, job: string): Promise<Job>;
  /** Hear of a job whenever there is news; one that is not running is the last. Returns how to stop. */
  followJob(run: string, job: string, listener: Listener): () => void;
}

/** The names of the events of a job. */
const JOB_EVENTS = ["progress", "done", "failed", "cancelled"];

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
      loss: arrays.get("loss") as Uint16Array,
      predicted: arrays.get("predicted") as ClassNumbers,
      confidence: arrays.get("confidence") as Uint8Array,
    };
  }

  async fetchQuality(run: string, file: BinaryFile, signal?: AbortSignal): Promise<SampleQuality> {
    const arrays = await this.fetchArrays(run, file, signal);
    return {
      trustworthiness: arrays.get("trustworthiness") as Uint8Array<ArrayBuffer>,
      unsupported: arrays.get("unsupported") as Uint8Array<ArrayBuffer>,
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

  async fetchJobs(run: string, signal?: AbortSignal): Promise<JobList> {
    return (await getJson(this.address(run, "jobs"), signal)) as JobList;
  }

  async askForJob(run: string, wanted: WantedLayout): Promise<Job> {
    return (await sendJson("POST", this.address(run, "jobs"), wanted)) as Job;
  }

  async cancelJob(run: string, job: string): Promise<Job> {
    return (await sendJson("DELETE", this.address(run, `jobs/${job}`))) as Job;
  }

  followJob(run: string, job: string, listener: Listener): () => void {
    return listen(this.address(run, `jobs/${job}/events`), JOB_EVENTS, listener);
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
