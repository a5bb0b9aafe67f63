/** For tests only: an api without a network, over a tiny run of 12 samples, 3 epochs and 3 layers. */
import type { ApiClient } from "./ApiClient.ts";
import type { Arrays, Dynamics, LabelErrors, Predictions, SampleQuality, Samples } from "./arrays.ts";
import type { TypedArray } from "./decode.ts";
import type { Listener } from "./http.ts";
import type { Excited, Inside, Looker } from "./looker.ts";
import type {
  ArraySpec,
  BinaryFile,
  Blocks,
  Column,
  DType,
  EpochFiles,
  Job,
  JobList,
  Manifest,
  Measure,
  Method,
  Metrics,
  NeighborSet,
  Projection,
  Quality,
  RunSummary,
  LayoutRequest,
} from "./manifest.ts";

export const TINY_EPOCHS: readonly number[] = [0, 1, 2];
export const TINY_LABELS = Uint8Array.of(0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2);

const SAMPLES = TINY_LABELS.length;
/** Of everything in a manifest: nothing was recorded or laid out again. */
export const IDENTITY = "first";

/** Files of all epochs and of each; `arrays` are the names and types of arrays (epochs, samples), or (epochs, samples, axis). */
export function epochFilesOf(
  path: string,
  epochs: readonly number[],
  arrays: Readonly<Record<string, DType>>,
  ...axes: readonly number[]
): EpochFiles {
  const specs = Object.entries(arrays).map(([name, dtype]): ArraySpec => ({ name, dtype, shape: [SAMPLES, ...axes] }));
  return {
    identity: IDENTITY,
    path,
    epoch_path: path.replace(/(\/pack)?\.bin$/, "/{epoch}.bin"),
    epochs,
    arrays: specs.map((spec) => ({ ...spec, shape: [epochs.length, ...spec.shape] })),
    epoch_arrays: specs,
  };
}

export function projectionOf(
  layer: string,
  nNeighbors: number,
  minDist: number,
  change: { method?: Method; epochs?: readonly number[] } = {},
): Projection & { quality: Quality } {
  const { method = "aligned", epochs = TINY_EPOCHS } = change;
  const setting = `${layer}/${method === "aligned" ? "" : `${method}-`}n${nNeighbors}-d${minDist}`;
  return {
    layer,
    n_neighbors: nNeighbors,
    min_dist: minDist,
    method,
    epochs,
    joint_epochs: epochs.length,
    positions: epochFilesOf(`projections/${setting}/pack.bin`, epochs, { position: "uint16" }, 2),
    extent: { x: -1, y: -1, size: 2 },
    appended_extents: [],
    bounds: null,
    quality: {
      ...epochFilesOf(`quality/${setting}.bin`, epochs, { trustworthiness: "uint8", unsupported: "uint8" }),
      n_neighbors: 15,
      means: { ...everyMeasure(epochs.map((epoch) => 0.9 + epoch / 100)), unsupported: epochs.map(() => 0) },
      errors: everyMeasure(epochs.map(() => 0)),
    },
  };
}

/** Files of all epochs and of each one, of no arrays. */
export function epochFiles(path: string, epochs: readonly number[] = TINY_EPOCHS): EpochFiles {
  return {
    identity: IDENTITY,
    path: `${path}.bin`,
    arrays: [],
    epoch_path: `${path}/{epoch}.bin`,
    epoch_arrays: [],
    epochs,
  };
}

function everyMeasure(values: readonly number[]): Record<Measure, readonly number[]> {
  return {
    trustworthiness: values,
    continuity: values,
    neighbor_recall: values,
    label_purity: values,
    real_motion: values,
    screen_motion: values,
    unsupported: values,
  };
}

/** A column of the run's own; its place in the list is its number. */
export function columnOf(place: number, name: string, kind: Column["kind"], change: Partial<Column> = {}): Column {
  const dtype = kind === "number" ? "float32" : "uint16";
  const [folder, isText] = [`columns/${place}`, kind === "text"];
  const classes = kind === "class" ? ["wild", "grown", "made"] : [];
  const constant = {
    identity: IDENTITY,
    path: `${folder}/values.bin`,
    arrays: [{ name: kind, dtype, shape: [SAMPLES] }],
  } as const;
  const changing = epochFilesOf(`${folder}/pack.bin`, TINY_EPOCHS, { [kind]: dtype });
  return {
    ...{ name, kind, classes, per_epoch: false, ...change },
    values: isText || change.per_epoch === true ? null : constant,
    epoch_values: change.per_epoch === true ? changing : null,
    texts: isText ? { identity: IDENTITY, block: 8, block_path: `${folder}/texts/{block}.json` } : null,
  };
}

export function tinyManifest(change: Partial<Manifest> = {}): Manifest {
  const { epochs = TINY_EPOCHS } = change;
  return {
    name: "tiny",
    title: "ResNet-50 on tiny",
    revision: 1,
    model: { name: "resnet50", parameters: 23520842 },
    dataset: { name: "tiny", classes: ["cat", "dog", "frog"], meanings: [], image_shape: [1, 32, 32] },
    compact: false,
    sample_count: 12,
    recorded_samples: 12,
    setting_bounds: { n_neighbors: { smallest: 2, largest: 11 }, min_dist: { smallest: 0, largest: 1 } },
    splits: ["train", "test"],
    unit: "epoch",
    live: { recording: false, projecting: false, planned: null },
    epochs,
    layers: ["stem", "layer1", "fc"].map((name) => ({ name, module: name, width: 64, reduction: "mean", space: null })),
    recommended_layer: null,
    columns: [],
    samples: { identity: IDENTITY, path: "samples.bin", arrays: [] },
    predictions: predictionsOf(epochs),
    probabilities: { identity: IDENTITY, block: 8, block_path: "probabilities/{block}.bin", block_arrays: [] },
    dynamics: dynamicsOf(epochs),
    label_errors: { identity: IDENTITY, epochs: [1, 2], layer: "fc", path: "label_errors.bin", arrays: [] },
    projections: [
      projectionOf("stem", 5, 0),
      projectionOf("stem", 15, 0.1),
      projectionOf("fc", 15, 0.1),
      projectionOf("fc", 15, 0.5),
      projectionOf("fc", 50, 0.5),
    ],
    neighbors: ["stem", "fc"].map((layer) => neighborsOf(layer, epochs)),
    thumbnails: {
      width: 32,
      height: 32,
      columns: 4,
      rows: 2,
      atlases: [
        { path: "thumbnails/a.webp", first_sample: 0, samples: 8 },
        { path: "thumbnails/b.webp", first_sample: 8, samples: 4 },
      ],
    },
    ...change,
  };
}

const PREDICTED = { margin: "float32", loss: "uint16", predicted: "uint8", confidence: "uint8" } as const;
const COUNTED = {
  area_under_margin: "float32",
  label_confidence: "uint16",
  variability: "uint16",
  forgotten: "uint8",
  correctness: "uint8",
} as const;

export function predictionsOf(epochs: readonly number[]): EpochFiles {
  return epochFilesOf("predictions.bin", epochs, PREDICTED);
}

export function dynamicsOf(epochs: readonly number[]): EpochFiles {
  const files = epochFilesOf("dynamics.bin", epochs, COUNTED);
  const learned: ArraySpec = { name: "first_learned", dtype: "uint16", shape: [SAMPLES] };
  return { ...files, arrays: [...files.arrays, learned], epoch_arrays: [...files.epoch_arrays, learned] };
}

function neighborsOf(layer: string, epochs: readonly number[]): NeighborSet {
  return {
    layer,
    epochs,
    motion: epochFilesOf(`motion/${layer}.bin`, epochs, { layer_motion: "uint16" }),
    neighborhoods: {
      identity: IDENTITY,
      block: 8,
      block_path: `neighborhoods/${layer}/{block}.bin`,
      block_arrays: [{ name: "neighbor", dtype: "uint8", shape: [epochs.length, 8, 2] }],
    },
  };
}

export function summaryOf(name: string, change: Partial<RunSummary> = {}): RunSummary {
  return {
    name,
    title: name,
    model: "resnet50",
    dataset: name,
    classes: 3,
    samples: 12,
    epochs: 3,
    layers: 3,
    projections: 3,
    revision: 1,
    problem: null,
    ...change,
  };
}

export function jobOf(wanted: LayoutRequest, change: Partial<Job> = {}): Job {
  const started = { state: "running", step: "starting", message: null, done: 0, total: null, seconds: 0 } as const;
  return { id: "1", ...wanted, ...started, ...change };
}

/** Whether a path is that of positions. */
export function isPosition(path: string): boolean {
  return path.startsWith("projections/");
}

/** What the answers of all epochs hold, by the beginning of their paths. */
type Answers = Record<string, (run: string, file: BinaryFile, epochs: readonly number[]) => Promise<object>>;

/** Of a run without weights. */
const NOT_LOOKABLE: Inside = {
  possible: false,
  reason: "run 'tiny' keeps no weights",
  input: null,
  epochs: [],
  excites: [],
  browser: null,
};

/** Answers at once; a test replaces a method to make it slow or fail. */
export class FakeApi implements ApiClient {
  runs: RunSummary[] = [summaryOf("tiny"), summaryOf("torn", { problem: "run.json of run 'torn' cannot be read" })];
  /** The paths of all arrays that were requested, and what was done with jobs. */
  asked: string[] = [];
  takesJobs = false;
  jobs: Job[] = [];
  inside: Inside = NOT_LOOKABLE;
  /** Looks into the network, where a test has one. */
  looker: Looker | null = null;
  /** Those that listen to the job; a test speaks to them in place of the server. */
  listeners: Listener[] = [];

  private readonly answers: Answers = {
    samples: () => this.fetchSamples(),
    predictions: (run, _, epochs) => this.fetchPredictions(run, epochs),
    quality: (_run, _, epochs) => this.fetchQuality(epochs),
    dynamics: (_run, _, epochs) => this.fetchDynamics(epochs),
    label_errors: () => this.fetchLabelErrors(),
    motion: (_run, _, epochs) => this.fetchMotion(epochs),
    columns: (_run, file, epochs) => this.fetchColumn(file, epochs),
    projections: (_run, _, epochs) => this.fetchPositions(epochs),
  };

  fetchRuns = () => Promise.resolve({ runs: this.runs, takes_jobs: this.takesJobs, looks: false });

  fetchManifest = (run: string): Promise<Manifest> => Promise.resolve(tinyManifest({ name: run }));

  fetchArrays: ApiClient["fetchArrays"] = (run, file) => {
    this.asked.push(file.path);
    return this.answer(run, file, "epochs" in file ? (file as EpochFiles).epochs : TINY_EPOCHS);
  };

  fetchEpoch: ApiClient["fetchEpoch"] = async (run, file, epoch) => {
    const path = file.epoch_path.replace("{epoch}", String(epoch));
    this.asked.push(path);
    const arrays = await this.answer(run, { identity: file.identity, path, arrays: file.epoch_arrays }, file.epochs);
    return rowOf(arrays, file.epochs.indexOf(epoch), file.epochs.length);
  };

  fetchBlock: ApiClient["fetchBlock"] = async (manifest, blocks, block) => {
    this.asked.push(blocks.block_path.replace("{block}", String(block)));
    return blocks.block_path.startsWith("probabilities")
      ? { probability: await this.fetchProbabilities(manifest, blocks, block) }
      : { neighbor: await this.fetchNeighborhoods(manifest, blocks, block) };
  };

  fetchSamples = (): Promise<Samples> =>
    Promise.resolve({ label: TINY_LABELS, split: Uint8Array.from({ length: 12 }, (_, sample) => sample % 2) });

  fetchMetrics = (): Promise<Metrics> =>
    Promise.resolve({
      metrics: [1, 2].flatMap((epoch) => [
        { epoch, split: "train", loss: 1, accuracy: 0.4 + epoch / 10, learning_rate: null, seconds: null },
        { epoch, split: "test", loss: 1, accuracy: 0.3 + epoch / 10, learning_rate: null, seconds: null },
      ]),
    });

  /** Every sample is called "dog" in epoch 1 and right in the others. */
  fetchPredictions: (run?: string, epochs?: readonly number[]) => Promise<Predictions> = (_, epochs = TINY_EPOCHS) => {
    const length = SAMPLES * epochs.length;
    return Promise.resolve({
      margin: new Float32Array(length),
      loss: new Uint16Array(length).fill(4096),
      predicted: Uint8Array.from({ length }, (_, i) => (Math.floor(i / 12) === 1 ? 1 : (TINY_LABELS[i % 12] ?? 0))),
      confidence: new Uint8Array(length).fill(204),
    });
  };

  /** The later a sample, the less it is trusted; sample 3 makes a step at epoch 2 that nothing explains. */
  fetchQuality = (epochs = TINY_EPOCHS): Promise<SampleQuality> => {
    const length = SAMPLES * epochs.length;
    return Promise.resolve({
      trustworthiness: Uint8Array.from({ length }, (_, i) => 255 - 20 * (i % 12)),
      unsupported: Uint8Array.from({ length }, (_, i) => (i === 2 * 12 + 3 ? 1 : 0)),
    });
  };

  /** Sample s was learned at epoch 2 and has been forgotten s times by then; what grows from sample to sample grows in twelfths. */
  fetchDynamics = (epochs = TINY_EPOCHS): Promise<Dynamics> => {
    const length = SAMPLES * epochs.length;
    return Promise.resolve({
      area_under_margin: Float32Array.from({ length }, (_, i) => (i % 12) - 6),
      label_confidence: Uint16Array.from({ length }, (_, i) => Math.round((65535 * (i % 12)) / 12)),
      variability: Uint16Array.from({ length }, (_, i) => Math.round((65535 * (i % 12)) / 24)),
      first_learned: new Uint16Array(12).fill(2).fill(65535, 10),
      forgotten: Uint8Array.from({ length }, (_, i) => (i >= 24 ? i % 12 : 0)),
      correctness: Uint8Array.from({ length }, (_, i) => 20 * (i % 12)),
    });
  };

  /** The later a sample, the more suspicious, but for sample 5, the most; all are likely frogs. */
  fetchLabelErrors = (): Promise<LabelErrors> =>
    Promise.resolve({
      suspicion: Float32Array.from({ length: 12 }, (_, sample) => (sample === 5 ? 20 : sample)),
      given_confidence: new Uint16Array(12).fill(6554),
      suggested_confidence: new Uint16Array(12).fill(52428),
      suggested: new Uint8Array(12).fill(2),
      agreement: new Uint8Array(12).fill(51),
    });

  /** Every sample moves by half a unit a step. */
  fetchMotion = (epochs = TINY_EPOCHS) =>
    Promise.resolve({
      layer_motion: Uint16Array.from({ length: SAMPLES * epochs.length }, (_, i) => (i < 12 ? 0 : 2048)),
    });

  /** Half for the label's class but at epoch 1, where "dog" has it all; the rest for the last class. */
  fetchProbabilities = (
    { sample_count: samples }: Manifest,
    { block: size }: Blocks,
    block: number,
  ): Promise<Uint16Array<ArrayBuffer>> => {
    const rows = Math.min(size, samples - block * size);
    const share = (epoch: number, sample: number, number: number) =>
      epoch === 1 ? Number(number === 1) : 0.5 * (Number(number === TINY_LABELS[sample]) + Number(number === 2));
    return Promise.resolve(
      Uint16Array.from({ length: 3 * rows * 3 }, (_, i) =>
        Math.round(65535 * share(Math.floor(i / 3 / rows), block * size + (Math.floor(i / 3) % rows), i % 3)),
      ),
    );
  };

  /** The next sample and the one after it; at epoch 2, that and the third. */
  fetchNeighborhoods = (
    { sample_count: samples }: Manifest,
    { block: size }: Blocks,
    block: number,
  ): Promise<Uint8Array<ArrayBuffer>> => {
    const rows = Math.min(size, samples - block * size);
    return Promise.resolve(
      Uint8Array.from({ length: 3 * rows * 2 }, (_, i) => {
        const [epoch, sample, order] = [Math.floor(i / 2 / rows), block * size + (Math.floor(i / 2) % rows), i % 2];
        return (sample + (epoch === 2 ? 2 : 1) + order) % samples;
      }),
    );
  };

  /** "text 0", "text 1", … */
  fetchTexts: ApiClient["fetchTexts"] = ({ sample_count: samples }, { block: size, block_path }, block) => {
    this.asked.push(block_path.replace("{block}", String(block)));
    const rows = Math.min(size, samples - block * size);
    return Promise.resolve(Array.from({ length: rows }, (_, row) => `Text ${block * size + row}`));
  };

  /** Numbers are a tenth of the sample's, and one more at each epoch; classes are the sample's label; the last has none. */
  fetchColumn = ({ arrays }: BinaryFile, epochs: readonly number[]): Promise<Arrays> => {
    const [{ name, shape } = { name: "", shape: [] }] = arrays;
    const values = Array.from({ length: SAMPLES * (shape.length > 1 ? epochs.length : 1) }, (_, i) =>
      name === "number" ? (i % SAMPLES) / 10 + Math.floor(i / SAMPLES) : (TINY_LABELS[i % SAMPLES] ?? 0),
    ).map((value, i) => (i % SAMPLES < SAMPLES - 1 ? value : name === "number" ? NaN : 65535));
    return Promise.resolve({ [name]: name === "number" ? Float32Array.from(values) : Uint16Array.from(values) });
  };

  fetchSources: (manifest?: Manifest) => Promise<readonly string[]> = () =>
    Promise.resolve(Array.from({ length: 12 }, (_, sample) => `tiny:${sample}`));

  /** Every sample of an epoch is at 1000 times its index. */
  fetchPositions = (epochs = TINY_EPOCHS) =>
    Promise.resolve({
      position: Uint16Array.from({ length: 2 * SAMPLES * epochs.length }, (_, i) => Math.floor(i / 24) * 1000),
    });

  fetchInside(): Promise<Inside> {
    return Promise.resolve(this.inside);
  }

  fetchExcited(): Promise<readonly Excited[]> {
    return Promise.resolve([]);
  }

  lookerOf = (): Promise<Looker | null> => Promise.resolve(this.looker);

  thumbnailAddress = (run: string, path: string): string => `./api/runs/${run}/${path}`;

  fetchJobs = (): Promise<JobList> => Promise.resolve({ jobs: this.jobs });

  requestJob = (_run: string, wanted: LayoutRequest): Promise<Job> => {
    this.jobs = [jobOf(wanted)];
    return Promise.resolve(jobOf(wanted));
  };

  cancelJob = (_run: string, id: string): Promise<Job> => {
    this.asked.push(`cancel ${id}`);
    return Promise.resolve({
      ...(this.jobs[0] ?? jobOf({ layer: "fc", n_neighbors: 7, min_dist: 0.3 })),
      step: "stopping",
    });
  };

  followJob = (_run: string, id: string, listener: Listener): (() => void) => {
    this.asked.push(`follow ${id}`);
    this.listeners.push(listener);
    return () => {
      this.listeners = this.listeners.filter((one) => one !== listener);
    };
  };

  private async answer(run: string, file: BinaryFile, epochs: readonly number[]): Promise<Arrays> {
    const answer = this.answers[file.path.split(/[/.]/, 1)[0] ?? ""];
    if (answer === undefined) throw new Error(`${file.path} is not there`);
    return (await answer(run, file, epochs)) as Arrays;
  }
}

/** The values of one epoch; an array without epochs as it is. */
function rowOf(arrays: Arrays, index: number, epochs: number): Arrays {
  const row = (values: TypedArray) =>
    values.slice((index * values.length) / epochs, ((index + 1) * values.length) / epochs);
  return Object.fromEntries(
    Object.entries(arrays).map(([name, values]) => [name, values.length === SAMPLES ? values : row(values)]),
  );
}
