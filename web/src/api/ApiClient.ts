/** What the page can request, as typed answers; the same relative addresses on a live server and a static host. */
import { byteLength, decodeArrays } from "./decode.ts";
import type { TypedArray } from "./decode.ts";
import { extentsOf, toExtent, wholeExtent } from "./extents.ts";
import { getBytes, getJson, listen, sendJson } from "./http.ts";
import type { Listener, Progress } from "./http.ts";
import type {
  BinaryFile,
  Blocks,
  ClassNumbers,
  Dynamics,
  Job,
  JobList,
  LabelErrors,
  Manifest,
  Metrics,
  NeighborSet,
  OneEpochFiles,
  Predictions,
  Projection,
  RunList,
  SampleQuality,
  Samples,
  WantedLayout,
} from "./manifest.ts";

export interface ApiClient {
  fetchRuns(signal?: AbortSignal): Promise<RunList>;
  fetchManifest(run: string, signal?: AbortSignal): Promise<Manifest>;
  fetchSamples(manifest: Manifest, signal?: AbortSignal): Promise<Samples>;
  fetchMetrics(run: string, signal?: AbortSignal): Promise<Metrics>;
  fetchPredictions(run: string, file: BinaryFile, signal?: AbortSignal): Promise<Predictions>;
  fetchQuality(run: string, file: BinaryFile, signal?: AbortSignal): Promise<SampleQuality>;
  fetchDynamics(run: string, file: BinaryFile, signal?: AbortSignal): Promise<Dynamics>;
  fetchLabelErrors(run: string, file: BinaryFile, signal?: AbortSignal): Promise<LabelErrors>;
  /** How far each sample moved in a layer's own space since the epoch before, in 1/4096, shape (epochs, samples). */
  fetchMotion(run: string, neighbors: NeighborSet, signal?: AbortSignal): Promise<Uint16Array>;
  /** In 1/65535, shape (epochs, samples of the block, classes). */
  fetchProbabilities(manifest: Manifest, blocks: Blocks, block: number, signal?: AbortSignal): Promise<Uint16Array>;
  /** The nearest neighbors in a layer's own space, nearest first, shape (epochs, samples of the block, k). */
  fetchNeighborhoods(
    manifest: Manifest,
    blocks: NeighborSet,
    block: number,
    signal?: AbortSignal,
  ): Promise<SampleNumbers>;
  /** Where each sample came from, as the run's data set names it. */
  fetchSources(run: string, signal?: AbortSignal): Promise<readonly string[]>;
  /** Positions of one epoch in the square around all epochs, shape (samples, 2). */
  fetchEpoch(run: string, projection: Projection, epoch: number, signal?: AbortSignal): Promise<Uint16Array>;
  /** Positions of all epochs in the square around them all, shape (epochs, samples, 2). */
  fetchPack(run: string, projection: Projection, signal?: AbortSignal, progress?: Progress): Promise<Uint16Array>;
  thumbnailAddress(run: string, path: string): string;
  /** Only where `RunList.takes_jobs`, these four. */
  fetchJobs(run: string, signal?: AbortSignal): Promise<JobList>;
  askForJob(run: string, wanted: WantedLayout): Promise<Job>;
  cancelJob(run: string, job: string): Promise<Job>;
  /** Hear of a job whenever there is news; one that is not running is the last. Returns how to stop. */
  followJob(run: string, job: string, listener: Listener): () => void;
}

/** Numbers of samples: as few bytes each as the run's samples need. */
export type SampleNumbers = Uint8Array | Uint16Array | Uint32Array;

/** The names of the events of a job. */
const JOB_EVENTS = ["progress", "done", "failed", "canceled"];

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

  async fetchDynamics(run: string, file: BinaryFile, signal?: AbortSignal): Promise<Dynamics> {
    const arrays = await this.fetchArrays(run, file, signal);
    return Object.fromEntries(arrays) as unknown as Dynamics;
  }

  async fetchLabelErrors(run: string, file: BinaryFile, signal?: AbortSignal): Promise<LabelErrors> {
    const arrays = await this.fetchArrays(run, file, signal);
    return Object.fromEntries(arrays) as unknown as LabelErrors;
  }

  async fetchMotion(run: string, { motion }: NeighborSet, signal?: AbortSignal): Promise<Uint16Array> {
    return (await this.fetchArrays(run, motion, signal)).get("layer_motion") as Uint16Array;
  }

  async fetchProbabilities(
    manifest: Manifest,
    blocks: Blocks,
    block: number,
    signal?: AbortSignal,
  ): Promise<Uint16Array> {
    return (await this.fetchArrays(manifest.name, oneBlock(manifest, blocks, block), signal)).get(
      "probability",
    ) as Uint16Array;
  }

  async fetchNeighborhoods(
    manifest: Manifest,
    blocks: NeighborSet,
    block: number,
    signal?: AbortSignal,
  ): Promise<SampleNumbers> {
    return (await this.fetchArrays(manifest.name, oneBlock(manifest, blocks.neighborhoods, block), signal)).get(
      "neighbor",
    ) as SampleNumbers;
  }

  async fetchSources(run: string, signal?: AbortSignal): Promise<readonly string[]> {
    return ((await getJson(this.address(run, "sources.json"), signal)) as { sources: readonly string[] }).sources;
  }

  async fetchEpoch(run: string, projection: Projection, epoch: number, signal?: AbortSignal): Promise<Uint16Array> {
    const arrays = await this.fetchArrays(run, oneEpoch(projection.positions, epoch), signal);
    const index = projection.epochs.indexOf(epoch);
    return toExtent(arrays.get("position") as Uint16Array, extentsOf(projection)[index], wholeExtent(projection));
  }

  async fetchPack(
    run: string,
    projection: Projection,
    signal?: AbortSignal,
    progress?: Progress,
  ): Promise<Uint16Array> {
    const arrays = await this.fetchArrays(run, projection.positions, signal, progress);
    const pack = arrays.get("position") as Uint16Array;
    const [whole, length] = [wholeExtent(projection), pack.length / projection.epochs.length];
    extentsOf(projection).forEach((extent, index) => {
      const epoch = pack.subarray(index * length, (index + 1) * length);
      const positions = toExtent(epoch, extent, whole);
      if (positions !== epoch) pack.set(positions, index * length);
    });
    return pack;
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

  private async fetchArrays(
    run: string,
    file: BinaryFile,
    signal?: AbortSignal,
    progress?: Progress,
  ): Promise<Map<string, TypedArray>> {
    const bytes = await getBytes(this.address(run, file.path), byteLength(file.arrays), signal, progress);
    return decodeArrays(bytes, file);
  }

  private address(run: string, path: string): string {
    return `${this.root}/runs/${encodeURIComponent(run)}/${path}`;
  }
}

function oneEpoch({ epoch_path, epoch_arrays }: OneEpochFiles, epoch: number): BinaryFile {
  return { path: epoch_path.replace("{epoch}", String(epoch)), arrays: epoch_arrays };
}

/** The last block may have fewer samples than a whole block, whose shape the manifest has. */
function oneBlock(
  { sample_count: samples }: Manifest,
  { block: size, block_path, block_arrays }: Blocks,
  block: number,
): BinaryFile {
  const rows = Math.min(size, samples - block * size);
  return {
    path: block_path.replace("{block}", String(block)),
    arrays: block_arrays.map((spec) => ({ ...spec, shape: [spec.shape[0] ?? 0, rows, ...spec.shape.slice(2)] })),
  };
}
