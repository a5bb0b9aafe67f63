/** Looks into a network through the process beside the server. */
import { ApiError } from "./ApiError.ts";
import { byteLength, decodeArrays } from "./decode.ts";
import { exchangeBytes, getBytes, getJson, sendBytes, sendJson } from "./http.ts";
import type {
  Curve,
  Film,
  Input,
  InsideLayer,
  Looker,
  LookInput,
  Maps,
  Network,
  Rejection,
  Sent,
  SentAndSeen,
  Summary,
  Weights,
} from "./looker.ts";
import type { ArraySpec } from "./manifest.ts";
import type { TypedArray } from "./decode.ts";

/** What the answers are made of, which the addresses do not say. */
export interface Sizes {
  readonly input: LookInput;
  readonly epochs: number;
  readonly classes: number;
}

interface Kept {
  readonly input: string;
  readonly picture: Sent["picture"];
}

export class ServerLooker implements Looker {
  private network: Network | null = null;

  constructor(
    /** The address of the run. */
    private readonly root: string,
    private readonly sizes: Sizes,
  ) {}

  async fetchNetwork(signal?: AbortSignal): Promise<Network> {
    this.network ??= (await getJson(`${this.root}/inside/layers.json`, "layers", signal)) as Network;
    return this.network;
  }

  async send(input: Input, signal?: AbortSignal): Promise<Sent> {
    const { input: id, picture } = await this.post(input, signal);
    const pixels = input.kind === "pixels" ? input.pixels : await this.fetchPixels(id, signal);
    return { id, picture, pixels };
  }

  async sendAndLook(pixels: Uint8Array<ArrayBuffer>, epoch: number, signal?: AbortSignal): Promise<SentAndSeen> {
    const { summary: arrays } = await this.fetchNetwork(signal);
    const path = `looks/${epoch}/summary.bin`;
    const { bytes, location } = await exchangeBytes(`${this.root}/${path}`, pixels, byteLength(arrays), signal);
    const id = /^\.\.\/(\w+)\//.exec(location ?? "")?.[1];
    if (id === undefined) throw new ApiError("content", `${path} doesn’t say which input it is of.`);
    return {
      sent: { id, pixels, picture: null },
      summary: summaryOf(decodeArrays(bytes, { identity: "", path, arrays })),
    };
  }

  async fetchSummary(input: string, epoch: number, signal?: AbortSignal): Promise<Summary> {
    const { summary } = await this.fetchNetwork(signal);
    return summaryOf(await this.fetchArrays(`looks/${input}/${epoch}/summary.bin`, summary, signal));
  }

  async fetchMaps(
    input: string,
    epoch: number,
    layer: number,
    first: number,
    last: number,
    signal?: AbortSignal,
  ): Promise<Maps> {
    const { layers } = await this.fetchNetwork(signal);
    const specs = specsOf(layers[layer], last - first + 1);
    const found = await this.fetchArrays(`looks/${input}/${epoch}/maps/${layer}/${first}-${last}.bin`, specs, signal);
    return { range: floats(found, "range"), map: bytes(found, "map") };
  }

  async fetchCurve(input: string, epoch: number, signal?: AbortSignal): Promise<Curve> {
    const { epochs, classes } = this.sizes;
    const specs: ArraySpec[] = [
      { name: "probability", dtype: "float32", shape: [epochs, classes] },
      { name: "known", dtype: "uint8", shape: [epochs] },
    ];
    const found = await this.fetchArrays(`looks/${input}/${epoch}/probabilities.bin`, specs, signal);
    return { probability: floats(found, "probability"), known: bytes(found, "known") };
  }

  async fetchFilm(input: string, epoch: number, layer: number, map: number, signal?: AbortSignal): Promise<Film> {
    const { layers } = await this.fetchNetwork(signal);
    const { epochs } = this.sizes;
    const known: ArraySpec = { name: "known", dtype: "uint8", shape: [epochs] };
    const isVector = layers[layer]?.shape.length === 1;
    const values: readonly ArraySpec[] = isVector
      ? [{ name: "unit", dtype: "float32", shape: [epochs] }]
      : specsOf(layers[layer], epochs);
    const found = await this.fetchArrays(
      `looks/${input}/${epoch}/film/${layer}/${map}.bin`,
      [...values, known],
      signal,
    );
    return {
      known: bytes(found, "known"),
      maps: isVector ? null : { range: floats(found, "range"), map: bytes(found, "map") },
      unit: isVector ? floats(found, "unit") : null,
    };
  }

  async fetchWeights(epoch: number, layer: number, signal?: AbortSignal): Promise<Weights> {
    const { layers } = await this.fetchNetwork(signal);
    const { classes } = this.sizes;
    const specs: readonly ArraySpec[] = [
      { name: "weight", dtype: "float32", shape: [classes, layers[layer]?.shape[0] ?? 0] },
      { name: "bias", dtype: "float32", shape: [classes] },
    ];
    const found = await this.fetchArrays(`inside/${epoch}/weights/${layer}.bin`, specs, signal);
    return { weight: floats(found, "weight"), bias: floats(found, "bias") };
  }

  async fetchRejection(input: string, epoch: number, signal?: AbortSignal): Promise<Rejection> {
    return (await getJson(`${this.root}/looks/${input}/${epoch}/rejection.json`, "signs", signal)) as Rejection;
  }

  private async post(input: Input, signal?: AbortSignal): Promise<Kept> {
    const address = `${this.root}/looks`;
    const answer =
      input.kind === "sample"
        ? await sendJson("POST", address, { sample: input.sample }, signal)
        : input.kind === "picture"
          ? await sendBytes(address, input.file, input.file.type, signal)
          : await sendBytes(address, input.pixels, "application/octet-stream", signal);
    return answer as Kept;
  }

  private async fetchPixels(id: string, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    const { height, width, channels } = this.sizes.input;
    const specs: ArraySpec[] = [{ name: "pixels", dtype: "uint8", shape: [height, width, channels] }];
    return bytes(await this.fetchArrays(`looks/${id}/pixels.bin`, specs, signal), "pixels");
  }

  private async fetchArrays(path: string, arrays: readonly ArraySpec[], signal?: AbortSignal) {
    const promised = { identity: "", bytes: byteLength(arrays) };
    const answer = await getBytes(`${this.root}/${path}`, promised, signal);
    return decodeArrays(answer, { identity: "", path, arrays });
  }
}

function summaryOf(found: ReadonlyMap<string, TypedArray>): Summary {
  const [range, map] = [found.get("map_range"), found.get("map")];
  return {
    probability: floats(found, "probability"),
    range: floats(found, "range"),
    unit: floats(found, "unit"),
    maps: range instanceof Float32Array && map instanceof Uint8Array ? { range, map } : null,
  };
}

function specsOf(layer: InsideLayer | undefined, maps: number): readonly ArraySpec[] {
  const [, height = 0, width = 0] = layer?.shape ?? [];
  return [
    { name: "range", dtype: "float32", shape: [maps, 2] },
    { name: "map", dtype: "uint8", shape: [maps, height, width] },
  ];
}

function floats(arrays: ReadonlyMap<string, TypedArray>, name: string): Float32Array {
  return arrays.get(name) as Float32Array;
}

function bytes(arrays: ReadonlyMap<string, TypedArray>, name: string): Uint8Array<ArrayBuffer> {
  return arrays.get(name) as Uint8Array<ArrayBuffer>;
}
