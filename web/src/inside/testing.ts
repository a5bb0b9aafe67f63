/** For tests only: a tiny network, and what looks into it when the test says so. */
import { when } from "mobx";
import type { Inside, InsideLayer, Looker, Network, Sent, Summary } from "../api/looker.ts";
import { FakeApi } from "../api/fakeApi.ts";
import { openTiny } from "../page/testing.ts";
import type { TestPage } from "../page/testing.ts";
import { InsideStore } from "./InsideStore.ts";

export function layerOf(name: string, kind: InsideLayer["kind"], ...shape: readonly number[]): InsideLayer {
  return { name, call: 1, kind, type: kind, shape, recorded: null, weighs: false };
}

/** Two maps of 2 × 3, two of 1 × 2, four units and three logits. */
export const LAYERS: readonly InsideLayer[] = [
  layerOf("conv", "convolution", 2, 2, 3),
  layerOf("pool", "pooling", 2, 1, 2),
  { ...layerOf("flat", "flatten", 4), weighs: true },
  layerOf("dense", "dense", 3),
];
const UNITS = 11;
const BYTES = 16;

export const LOOKABLE: Inside = {
  possible: true,
  reason: null,
  input: {
    ...{ height: 4, width: 4, channels: 1, mean: [0], std: [1], resize: null, background: "black", samples: true },
    ...{ pictures: ["image/png"], largest_picture: 8 << 20 },
  },
  epochs: [0, 1, 2],
  excites: [],
  browser: null,
};

/** The summary at an epoch, with all maps: the first unit is the epoch, and the others follow. */
export function summaryOf(epoch: number): Summary {
  return {
    probability: Float32Array.of(0.2, 0.3, 0.5),
    range: Float32Array.from({ length: LAYERS.length * 2 }, (_, at) => (at % 2 === 0 ? -at / 2 : at / 2 + 0.5)),
    unit: Float32Array.from({ length: UNITS }, (_, at) => at + epoch),
    maps: {
      range: Float32Array.from({ length: 8 }, (_, at) => (at % 2 === 0 ? 0 : (at - 1) / 2)),
      map: Uint8Array.from({ length: BYTES }, (_, at) => at),
    },
  };
}

const NETWORK: Network = {
  layers: LAYERS,
  summary: [{ name: "map", dtype: "uint8", shape: [BYTES] }],
  epoch: 2,
  difference: 0,
  agrees: true,
};

interface Request {
  readonly name: string;
  readonly signal: AbortSignal | undefined;
  readonly answer: () => void;
  readonly fail: (error: Error) => void;
}

/** Fake: it answers at once, until it is held; then each request waits for the test. */
export class FakeLooker implements Looker {
  held = false;
  /** All that was requested, in order: "send 3", "summary a 2". */
  asked: string[] = [];
  waiting: Request[] = [];
  /** Errors for requests whose name begins so, one each time. */
  readonly failures: { readonly name: string; readonly error: Error }[] = [];
  private sent = 0;

  fetchNetwork = (): Promise<Network> => Promise.resolve(NETWORK);

  send: Looker["send"] = (input, signal) => {
    const pixels = input.kind === "pixels" ? input.pixels : new Uint8Array(16);
    this.sent += 1;
    const sent: Sent = { id: `input${this.sent}`, pixels, picture: null };
    return this.request(`send ${input.kind}`, sent, signal);
  };

  sendAndLook: Looker["sendAndLook"] = async (pixels, epoch, signal) => {
    const sent = await this.send({ kind: "pixels", pixels }, signal);
    return { sent, summary: await this.fetchSummary(sent.id, epoch, signal) };
  };

  fetchSummary: Looker["fetchSummary"] = (input, epoch, signal) =>
    this.request(`summary ${input} ${epoch}`, summaryOf(epoch), signal);

  fetchMaps: Looker["fetchMaps"] = () => Promise.reject(new Error("a small network sends all its maps"));

  fetchCurve: Looker["fetchCurve"] = (input, epoch, signal) => {
    const curve = { probability: new Float32Array(9), known: Uint8Array.of(1, 1, 1) };
    return this.request(`curve ${input} ${epoch}`, curve, signal);
  };

  fetchFilm: Looker["fetchFilm"] = () => Promise.reject(new Error("a small network needs no films"));

  fetchWeights: Looker["fetchWeights"] = (epoch, layer, signal) =>
    this.request(
      `weights ${epoch} ${layer}`,
      { weight: Float32Array.of(0, 0, 0, 0, 1, 2, 3, 4, 4, 2, 1, 3), bias: Float32Array.of(0, 1, -2) },
      signal,
    );

  fetchRejection: Looker["fetchRejection"] = (input, epoch, signal) =>
    this.request(`rejection ${input} ${epoch}`, { rejected: false, signs: [], limit: 0, rejected_share: 0 }, signal);

  /** Answer the first request that waits. */
  answer(): void {
    this.waiting.shift()?.answer();
  }

  private request<Value>(name: string, value: Value, signal: AbortSignal | undefined): Promise<Value> {
    this.asked.push(name);
    const failure = this.failures.findIndex((one) => name.startsWith(one.name));
    if (failure >= 0) return Promise.reject(this.failures.splice(failure, 1)[0]?.error ?? new Error());
    if (!this.held) return Promise.resolve(value);
    return new Promise((answer, fail) => {
      this.waiting.push({
        name,
        signal,
        answer: () => {
          answer(value);
        },
        fail,
      });
      signal?.addEventListener("abort", () => {
        fail(new DOMException("given up", "AbortError"));
      });
    });
  }
}

export interface TestInside extends TestPage {
  readonly inside: InsideStore;
  readonly looker: FakeLooker;
  readonly stop: () => void;
}

/** The inside of the tiny run at its last epoch, with the example drawn. */
export async function openInside(looker = new FakeLooker(), api = new FakeApi()): Promise<TestInside> {
  api.inside = LOOKABLE;
  api.looker = looker;
  const opened = await openTiny({}, api);
  const inside = new InsideStore(opened.page);
  const stop = inside.start();
  inside.input.choose("draw");
  await when(() => inside.network.network !== null);
  return { ...opened, inside, looker, stop };
}

/** Let everything that was promised happen. */
export async function rest(): Promise<void> {
  await new Promise((done) => {
    setTimeout(done);
  });
}
