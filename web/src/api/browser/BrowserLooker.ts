/** Looks into a network without a server that does: this browser computes it, from the files of the run. */
import { ApiError } from "../ApiError.ts";
import { getBytes, getJson } from "../http.ts";
import type {
  Curve,
  Film,
  Input,
  Inside,
  InsideLayer,
  Looker,
  LookInput,
  Maps,
  Network,
  Rejection,
  Sent,
  SentAndSeen,
  Summary,
  Usual,
  Weights,
} from "../looker.ts";
import type { Manifest } from "../manifest.ts";
import { Graph } from "./graph.ts";
import { finite, packMaps, rangeOf, softmax } from "./packing.ts";
import type { Packed } from "./packing.ts";
import { cutThumbnail, decodePicture } from "./pictures.ts";
import { Recent } from "../Recent.ts";
import { judge, judgeBlank } from "./rejection.ts";
import { readSafetensors } from "./safetensors.ts";
import type { Tensor } from "./safetensors.ts";

export type BrowserFiles = NonNullable<Inside["browser"]>;

/** Where the files are, and what the run keeps beside them. */
export interface Source {
  /** The address of the run. */
  readonly root: string;
  readonly manifest: Manifest;
  readonly input: LookInput;
  readonly epochs: readonly number[];
  readonly files: BrowserFiles;
}

/** What one layer makes of an input. */
interface Seen {
  readonly layer: InsideLayer;
  readonly range: readonly [low: number, high: number];
  /** The values of a vector, or the mean of each map. */
  readonly unit: Float32Array;
  readonly maps: Maps | null;
}

interface Look {
  readonly probability: Float32Array<ArrayBuffer>;
  readonly layers: readonly Seen[];
}

/** Of one input at the epochs that are known. */
interface Probabilities {
  readonly probability: Float32Array<ArrayBuffer>;
  readonly known: Uint8Array<ArrayBuffer>;
}

/** Of one map at the epochs that are known. */
interface Frames extends Packed {
  readonly known: Uint8Array<ArrayBuffer>;
}

const LOGITS = "logits";
const MOST_FILMS = 16;
const MOST_INPUTS = 64;
const MOST_LOOKS = 64;
/** In milliseconds: after how long an answer about all epochs comes, complete or not. */
const PATIENCE = 50;

export class BrowserLooker implements Looker {
  private network: Promise<Network> | null = null;
  private graph: Promise<Graph> | null = null;
  private readonly weights = new Map<number, Promise<ReadonlyMap<string, Tensor>>>();
  private readonly usual = new Map<number, Promise<Usual>>();
  private readonly inputs = new Recent<Uint8Array<ArrayBuffer>>(MOST_INPUTS);
  private readonly looks = new Recent<Promise<Look>>(MOST_LOOKS);
  private readonly curves = new Recent<Probabilities>(MOST_INPUTS);
  private readonly films = new Recent<Frames>(MOST_FILMS);

  constructor(private readonly source: Source) {}

  /** Fetched once for all requests, so that none of them aborts it for the others; where it fails, the next one tries again. */
  fetchNetwork(): Promise<Network> {
    const address = `${this.source.root}/inside/layers.json`;
    const { identity, layers_checksum: checksum } = this.source.files;
    this.network ??= getJson(address, "layers", undefined, { identity, checksum }).then((answer) => answer as Network);
    return retried(this.network, () => (this.network = null));
  }

  async send(input: Input): Promise<Sent> {
    const { pixels, picture } = await this.read(input);
    const id = idOf(pixels);
    this.inputs.keep(id, pixels);
    return { id, pixels, picture };
  }

  async sendAndLook(pixels: Uint8Array<ArrayBuffer>, epoch: number): Promise<SentAndSeen> {
    const sent = await this.send({ kind: "pixels", pixels });
    return { sent, summary: await this.fetchSummary(sent.id, epoch) };
  }

  async fetchSummary(input: string, epoch: number): Promise<Summary> {
    const [{ summary }, { probability, layers }] = await Promise.all([this.fetchNetwork(), this.look(input, epoch)]);
    const maps = layers.flatMap((seen) => seen.maps ?? []);
    return {
      probability,
      range: Float32Array.from(layers.flatMap((seen) => seen.range)),
      unit: joined(layers.map((seen) => seen.unit)),
      maps: summary.some(({ name }) => name === "map")
        ? { range: joined(maps.map((one) => one.range)), map: joinedBytes(maps.map((one) => one.map)) }
        : null,
    };
  }

  async fetchMaps(input: string, epoch: number, layer: number, first: number, last: number): Promise<Maps> {
    const seen = (await this.look(input, epoch)).layers[layer];
    const maps = seen?.maps ?? null;
    if (seen === undefined || maps === null) throw notFound(`Layer ${layer} of this network has no maps.`);
    const size = maps.map.length / (seen.layer.shape[0] ?? 1);
    return {
      range: maps.range.subarray(2 * first, 2 * last + 2),
      map: maps.map.subarray(first * size, (last + 1) * size),
    };
  }

  async fetchCurve(input: string, epoch: number): Promise<Curve> {
    const { length } = this.source.epochs;
    const { probability, known } = this.curves.getOr(input, () => ({
      probability: new Float32Array(length * this.classes),
      known: new Uint8Array(length),
    }));
    await this.fill(known, epoch, async (at, place) => {
      const outputs = await this.outputs(input, at, [LOGITS]);
      probability.set(softmax(outputOf(outputs, LOGITS)), place * this.classes);
    });
    return { probability: probability.slice(), known: known.slice() };
  }

  async fetchFilm(input: string, epoch: number, layer: number, map: number): Promise<Film> {
    const { shape } = await this.layer(layer);
    const { length } = this.source.epochs;
    const [maps, ...sides] = shape;
    const size = sides.reduce((product, side) => product * side, 1);
    const film = this.films.getOr(`${input} ${layer} ${map}`, () => ({
      known: new Uint8Array(length),
      range: new Float32Array(2 * length),
      map: new Uint8Array(length * size),
      unit: new Float32Array(length),
    }));
    await this.fill(film.known, epoch, async (at, place) => {
      const name = layerName(layer);
      const values = outputOf(await this.outputs(input, at, [name]), name);
      if (map >= (maps ?? 0)) throw notFound(`Layer ${layer} of this network has no map ${map}.`);
      const packed = packMaps(values.subarray(map * size, (map + 1) * size), 1);
      film.range.set(packed.range, 2 * place);
      film.map.set(packed.map, place * size);
      film.unit.set(packed.unit, place);
    });
    const known = film.known.slice();
    if (sides.length === 0) return { known, maps: null, unit: film.unit.slice() };
    return { known, maps: { range: film.range.slice(), map: film.map.slice() }, unit: null };
  }

  async fetchWeights(epoch: number, layer: number): Promise<Weights> {
    const { dense } = this.source.files;
    const [{ shape, weighs }, weights] = await Promise.all([this.layer(layer), this.weightsAt(epoch)]);
    const values = dense === null || !weighs ? undefined : weights.get(dense)?.values;
    if (dense === null || values === undefined)
      throw notFound(`Layer ${layer} of this network has no weights to the classes.`);
    const units = this.classes * (shape[0] ?? 1);
    const bias = weights.get(dense.replace(/weight$/, "bias"))?.values ?? new Float32Array(this.classes);
    return { weight: packMaps(values, units).unit, bias };
  }

  async fetchRejection(input: string, epoch: number): Promise<Rejection> {
    const pixels = this.find(input);
    const usual = await this.usualAt(epoch);
    const blank = judgeBlank(pixels, this.source.input.channels, usual);
    if (blank !== null) return blank;
    const { probability, layers } = await this.look(input, epoch);
    const recorded = layers.flatMap(({ layer, unit }) =>
      layer.recorded === null ? [] : [[layer.recorded, unit] as const],
    );
    return judge(probability, new Map(recorded), usual);
  }

  private async read(input: Input): Promise<Omit<Sent, "id">> {
    if (input.kind === "pixels") return { pixels: input.pixels, picture: null };
    if (input.kind === "picture") return decodePicture(input.file, this.source.input);
    return { pixels: await this.samplePixels(input.sample), picture: null };
  }

  private async samplePixels(sample: number): Promise<Uint8Array<ArrayBuffer>> {
    const { input, manifest, root } = this.source;
    const { thumbnails } = manifest;
    const atlas = thumbnails?.atlases.find((one) => sample < one.first_sample + one.samples);
    if (!input.samples || thumbnails === null || atlas === undefined)
      throw new ApiError(
        "server",
        `The pictures of this run’s samples are not kept in ${input.width} × ${input.height} pixels, which its network takes.`,
        404,
        "SampleNotFound",
      );
    const tile = sample - atlas.first_sample;
    const left = (tile % thumbnails.columns) * thumbnails.width;
    const top = Math.trunc(tile / thumbnails.columns) * thumbnails.height;
    return cutThumbnail(`${root}/${atlas.path}`, left, top, input);
  }

  private look(input: string, epoch: number): Promise<Look> {
    const key = `${input} ${epoch}`;
    const look = this.looks.getOr(key, () => this.compute(input, epoch));
    return retried(look, () => {
      this.looks.forget(key);
    });
  }

  private async compute(input: string, epoch: number): Promise<Look> {
    const { layers } = await this.fetchNetwork();
    const outputs = await this.outputs(input, epoch);
    return {
      probability: softmax(outputOf(outputs, LOGITS)),
      layers: layers.map((layer, number) => seenOf(layer, outputOf(outputs, layerName(number)))),
    };
  }

  private async outputs(input: string, epoch: number, names?: readonly string[]) {
    const [graph, weights] = await Promise.all([this.openGraph(), this.weightsAt(epoch)]);
    return graph.run(normalized(this.find(input), this.source.input), weights, names);
  }

  private find(input: string): Uint8Array {
    const pixels = this.inputs.get(input);
    if (pixels === null)
      throw new ApiError("server", "This input isn’t kept any more: send it again.", 404, "InputNotFound");
    return pixels;
  }

  private openGraph(): Promise<Graph> {
    const { graph, graph_bytes, graph_checksum } = this.source.files;
    this.graph ??= this.fetchFile(graph, graph_bytes, graph_checksum).then((content) => Graph.open(content));
    return retried(this.graph, () => (this.graph = null));
  }

  private weightsAt(epoch: number): Promise<ReadonlyMap<string, Tensor>> {
    const { checkpoint, checkpoint_bytes, checkpoint_checksums } = this.source.files;
    const path = checkpoint.replace("{epoch}", String(epoch));
    const place = this.source.epochs.indexOf(epoch);
    const weights =
      this.weights.get(epoch) ??
      this.fetchFile(path, checkpoint_bytes[place] ?? 0, checkpoint_checksums?.[place]).then((content) =>
        readSafetensors(content, path),
      );
    this.weights.set(epoch, weights);
    return retried(weights, () => {
      this.weights.delete(epoch);
    });
  }

  private fetchFile(path: string, bytes: number, checksum: string | undefined): Promise<ArrayBuffer> {
    return getBytes(`${this.source.root}/${path}`, { identity: this.source.files.identity, bytes, checksum });
  }

  private usualAt(epoch: number): Promise<Usual> {
    const { identity, usual: path, usual_checksums } = this.source.files;
    const address = `${this.source.root}/${path.replace("{epoch}", String(epoch))}`;
    const promised = { identity, checksum: usual_checksums?.[this.source.epochs.indexOf(epoch)] };
    const usual =
      this.usual.get(epoch) ?? getJson(address, "signs", undefined, promised).then((answer) => answer as Usual);
    this.usual.set(epoch, usual);
    return retried(usual, () => {
      this.usual.delete(epoch);
    });
  }

  private get classes(): number {
    return this.source.manifest.dataset.classes.length;
  }

  private async layer(number: number): Promise<InsideLayer> {
    const layer = (await this.fetchNetwork()).layers[number];
    if (layer === undefined) throw notFound(`This network has no layer ${number}.`);
    return layer;
  }

  /** Add the epochs that are not known yet, from one outward, as long as there is time; at least one more. */
  private async fill(known: Uint8Array, epoch: number, add: (epoch: number, place: number) => Promise<void>) {
    const { epochs } = this.source;
    const outward = [...epochs.entries()].sort(([, one], [, other]) => Math.abs(one - epoch) - Math.abs(other - epoch));
    const end = performance.now() + PATIENCE;
    for (const [place, at] of outward.filter(([one]) => known[one] === 0)) {
      await add(at, place);
      known[place] = 1;
      if (performance.now() > end) break;
    }
  }
}

/** Return a promise that forgets itself where it fails. */
async function retried<Result>(promise: Promise<Result>, forget: () => void): Promise<Result> {
  try {
    return await promise;
  } catch (error) {
    forget();
    throw error;
  }
}

function layerName(number: number): string {
  return `layer${number}`;
}

function outputOf(outputs: ReadonlyMap<string, Float32Array>, name: string): Float32Array {
  return finite(outputs.get(name) ?? new Float32Array());
}

function notFound(message: string): ApiError {
  return new ApiError("server", message, 404, "MapsNotFound");
}

function seenOf(layer: InsideLayer, values: Float32Array): Seen {
  if (layer.shape.length === 1) return { layer, range: rangeOf(values), unit: values, maps: null };
  const { range, map, unit } = packMaps(values, layer.shape[0] ?? 1);
  return { layer, range: rangeOf(values), unit, maps: { range, map } };
}

/** Return pixels (height, width, channels) as what the network is given, (1, channels, height, width). */
function normalized(pixels: Uint8Array, { height, width, channels, mean, std }: LookInput): Tensor {
  const size = height * width;
  const values = new Float32Array(pixels.length);
  for (const [at, pixel] of pixels.entries()) {
    const channel = at % channels;
    values[channel * size + Math.trunc(at / channels)] = (pixel / 255 - (mean[channel] ?? 0)) / (std[channel] ?? 1);
  }
  return { shape: [1, channels, height, width], values };
}

/** Return a name that other pixels do not have, but for one pair in 2 ** 53. */
function idOf(pixels: Uint8Array): string {
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (const pixel of pixels) {
    high = Math.imul(high ^ pixel, 2654435761);
    low = Math.imul(low ^ pixel, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return [high, low].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join("");
}

function joined(parts: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
  return all;
}

function joinedBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
  return all;
}
