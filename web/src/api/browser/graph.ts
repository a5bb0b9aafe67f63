/** Computes a network in this browser: one session for all epochs, whose weights are inputs. */
import * as onnx from "onnxruntime-web/wasm";
import runtime from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";
import { ApiError } from "../ApiError.ts";
import type { Tensor } from "./safetensors.ts";

// More threads need headers that no static host sends.
onnx.env.wasm.numThreads = 1;
onnx.env.wasm.wasmPaths = { wasm: runtime };

const INPUT = "input";

export class Graph {
  /** The run before; the runtime takes one at a time. */
  private last: Promise<unknown> = Promise.resolve();

  private constructor(private readonly session: onnx.InferenceSession) {}

  static async open(content: ArrayBuffer): Promise<Graph> {
    const session = onnx.InferenceSession.create(new Uint8Array(content), { executionProviders: ["wasm"] });
    return new Graph(await session.catch(damaged));
  }

  /** Return the outputs of these names, or all of them, for an input with some weights. */
  async run(
    input: Tensor,
    weights: ReadonlyMap<string, Tensor>,
    names: readonly string[] = this.session.outputNames,
  ): Promise<ReadonlyMap<string, Float32Array>> {
    const feeds = this.session.inputNames.map((name) => [name, name === INPUT ? input : weights.get(name)] as const);
    const found = this.last
      .then(() => {
        const given = feeds.flatMap(([name, tensor]) => (tensor === undefined ? [] : [[name, feed(tensor)] as const]));
        return this.session.run(Object.fromEntries(given), [...names]);
      })
      .catch(damaged);
    this.last = found.catch(() => null);
    const outputs = Object.entries(await found);
    return new Map(outputs.map(([name, { data }]) => [name, data as Float32Array]));
  }
}

/** The messages of the runtime are for those who wrote it. */
function damaged(): never {
  throw new ApiError("content", "This browser can’t compute the network: its graph or its weights are damaged.");
}

function feed({ values, shape }: Tensor): onnx.Tensor {
  return new onnx.Tensor("float32", values, [...shape]);
}
