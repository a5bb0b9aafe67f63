/** What the page can request, as typed answers; the same relative addresses on a live server and a static host. */
import type { Arrays } from "./arrays.ts";
import { decodeArrays, byteLength } from "./decode.ts";
import { getBytes, getJson, listen, sendJson } from "./http.ts";
import type { Excited, Inside, Looker } from "./looker.ts";
import type { Listener, Progress } from "./http.ts";
import type {
  ArraySpec,
  BinaryFile,
  Blocks,
  Job,
  JobList,
  Manifest,
  Metrics,
  OneEpochFiles,
  RunList,
  LayoutRequest,
  TextBlocks,
} from "./manifest.ts";

export interface ApiClient {
  fetchRuns(signal?: AbortSignal): Promise<RunList>;
  fetchManifest(run: string, signal?: AbortSignal): Promise<Manifest>;
  fetchMetrics(manifest: Manifest, signal?: AbortSignal): Promise<Metrics>;
  /** Where each sample came from, as the run's data set names it. */
  fetchSources(manifest: Manifest, signal?: AbortSignal): Promise<readonly string[]>;
  fetchArrays(run: string, file: BinaryFile, signal?: AbortSignal, progress?: Progress): Promise<Arrays>;
  fetchEpoch(run: string, file: OneEpochFiles, epoch: number, signal?: AbortSignal): Promise<Arrays>;
  /** The arrays of a block of samples, over all epochs. */
  fetchBlock(manifest: Manifest, blocks: Blocks, block: number, signal?: AbortSignal): Promise<Arrays>;
  /** The texts of a block of samples. */
  fetchTexts(manifest: Manifest, files: TextBlocks, block: number, signal?: AbortSignal): Promise<readonly string[]>;
  thumbnailAddress(run: string, path: string): string;
  /** Whether a run's network can be looked into. */
  fetchInside(manifest: Manifest, signal?: AbortSignal): Promise<Inside>;
  /** The recorded samples that excite a unit of a recorded layer most; only of the layers that `Inside.excites` lists. */
  fetchExcited(
    run: string,
    epoch: number,
    layer: string,
    unit: number,
    signal?: AbortSignal,
  ): Promise<readonly Excited[]>;
  /** What looks into the network: the server, or else this browser; null where neither can. */
  lookerOf(manifest: Manifest, inside: Inside): Promise<Looker | null>;
  /** Only where `RunList.takes_jobs`, these four. */
  fetchJobs(run: string, signal?: AbortSignal): Promise<JobList>;
  requestJob(run: string, wanted: LayoutRequest): Promise<Job>;
  cancelJob(run: string, job: string): Promise<Job>;
  /** Receive every change of a job; one that is not running is the last. Returns how to stop. */
  followJob(run: string, job: string, listener: Listener): () => void;
}

/** The names of the events of a job. */
const JOB_EVENTS = ["progress", "done", "failed", "canceled"];

export class HttpApiClient implements ApiClient {
  constructor(private readonly root = "./api") {}

  async fetchRuns(signal?: AbortSignal): Promise<RunList> {
    return (await getJson(`${this.root}/runs.json`, "runs", signal)) as RunList;
  }

  async fetchManifest(run: string, signal?: AbortSignal): Promise<Manifest> {
    return (await getJson(this.address(run, "run.json"), "projections", signal)) as Manifest;
  }

  async fetchMetrics(manifest: Manifest, signal?: AbortSignal): Promise<Metrics> {
    return (await this.getDocument(manifest, "metrics", "metrics", signal)) as Metrics;
  }

  async fetchSources(manifest: Manifest, signal?: AbortSignal): Promise<readonly string[]> {
    const answer = await this.getDocument(manifest, "sources", "sources", signal);
    return (answer as { sources: readonly string[] }).sources;
  }

  async fetchArrays(run: string, file: BinaryFile, signal?: AbortSignal, progress?: Progress): Promise<Arrays> {
    const promised = { identity: file.identity, checksum: file.checksum, bytes: byteLength(file.arrays) };
    const bytes = await getBytes(this.address(run, file.path), promised, signal, progress);
    return Object.fromEntries(decodeArrays(bytes, file));
  }

  fetchEpoch(run: string, file: OneEpochFiles, epoch: number, signal?: AbortSignal): Promise<Arrays> {
    const path = file.epoch_path.replace("{epoch}", String(epoch));
    const checksum = file.epoch_checksums?.[file.epochs.indexOf(epoch)];
    return this.fetchArrays(run, listed(file.identity, path, file.epoch_arrays, checksum), signal);
  }

  fetchBlock(manifest: Manifest, blocks: Blocks, block: number, signal?: AbortSignal): Promise<Arrays> {
    return this.fetchArrays(manifest.name, oneBlock(manifest, blocks, block), signal);
  }

  async fetchTexts(
    manifest: Manifest,
    { identity, block_path, block_checksums }: TextBlocks,
    block: number,
    signal?: AbortSignal,
  ): Promise<readonly string[]> {
    const promised = { identity, checksum: block_checksums?.[block] };
    const address = this.address(manifest.name, block_path.replace("{block}", String(block)));
    return ((await getJson(address, "texts", signal, promised)) as { texts: readonly string[] }).texts;
  }

  thumbnailAddress(run: string, path: string): string {
    return this.address(run, path);
  }

  async fetchInside(manifest: Manifest, signal?: AbortSignal): Promise<Inside> {
    return (await this.getDocument(manifest, "inside", "epochs", signal)) as Inside;
  }

  async fetchExcited(
    run: string,
    epoch: number,
    layer: string,
    unit: number,
    signal?: AbortSignal,
  ): Promise<readonly Excited[]> {
    const address = this.address(run, `inside/${epoch}/excited/${encodeURIComponent(layer)}/${unit}.json`);
    return ((await getJson(address, "samples", signal)) as { samples: readonly Excited[] }).samples;
  }

  async lookerOf(manifest: Manifest, { possible, browser, input, epochs }: Inside): Promise<Looker | null> {
    const root = `${this.root}/runs/${encodeURIComponent(manifest.name)}`;
    const { length: classes } = manifest.dataset.classes;
    if (input === null) return null;
    if (possible) {
      const { ServerLooker } = await import("./ServerLooker.ts");
      return new ServerLooker(root, { input, epochs: epochs.length, classes });
    }
    if (browser === null) return null;
    const { BrowserLooker } = await import("./browser/BrowserLooker.ts");
    return new BrowserLooker({ root, manifest, input, epochs, files: browser });
  }

  async fetchJobs(run: string, signal?: AbortSignal): Promise<JobList> {
    return (await getJson(this.address(run, "jobs"), "jobs", signal)) as JobList;
  }

  async requestJob(run: string, wanted: LayoutRequest): Promise<Job> {
    return (await sendJson("POST", this.address(run, "jobs"), wanted)) as Job;
  }

  async cancelJob(run: string, job: string): Promise<Job> {
    return (await sendJson("DELETE", this.address(run, `jobs/${job}`))) as Job;
  }

  followJob(run: string, job: string, listener: Listener): () => void {
    return listen(this.address(run, `jobs/${job}/events`), JOB_EVENTS, listener);
  }

  /** Return a document that belongs to a manifest, which has a list of that name. */
  private getDocument(
    { name, samples, checksums }: Manifest,
    document: "inside" | "metrics" | "sources",
    list: string,
    signal?: AbortSignal,
  ): Promise<unknown> {
    const promised = { identity: samples.identity, checksum: checksums?.[document] };
    return getJson(this.address(name, `${document}.json`), list, signal, promised);
  }

  private address(run: string, path: string): string {
    return `${this.root}/runs/${encodeURIComponent(run)}/${path}`;
  }
}

/** The last block may have fewer samples than a whole block, whose shape the manifest has. */
function oneBlock(
  { sample_count: samples }: Manifest,
  { identity, block: size, block_path, block_arrays, block_checksums }: Blocks,
  block: number,
): BinaryFile {
  const rows = Math.min(size, samples - block * size);
  const arrays = block_arrays.map((spec) => ({ ...spec, shape: [spec.shape[0] ?? 0, rows, ...spec.shape.slice(2)] }));
  return listed(identity, block_path.replace("{block}", String(block)), arrays, block_checksums?.[block]);
}

/** Return an answer as a manifest lists it. */
function listed(
  identity: string,
  path: string,
  arrays: readonly ArraySpec[],
  checksum: string | undefined,
): BinaryFile {
  return { identity, path, arrays, ...(checksum === undefined ? {} : { checksum }) };
}
