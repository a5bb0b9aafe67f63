import { expect, it } from "vitest";
import { webmOf } from "./webm.ts";
import type { Chunk } from "./webm.ts";

const CONTAINERS = [0x1a45dfa3, 0x18538067, 0x1549a966, 0x1654ae6b, 0xae, 0xe0, 0x1c53bb6b, 0xbb, 0xb7, 0x1f43b675];
const [SEGMENT, DURATION, CODEC, WIDTH, CUE_TIME, CUE_POSITION, CLUSTER, CLUSTER_TIME, BLOCK] = [
  0x18538067, 0x4489, 0x86, 0xb0, 0xb3, 0xf1, 0x1f43b675, 0xe7, 0xa3,
];

interface EbmlElement {
  readonly id: number;
  /** Where the element begins. */
  readonly at: number;
  /** Where its content begins. */
  readonly start: number;
  readonly content: Uint8Array;
}

/** All elements in the order of the file, containers before what is in them. */
function elementsOf(file: Uint8Array, from = 0, to = file.length): EbmlElement[] {
  const elements: EbmlElement[] = [];
  for (let at = from; at < to;) {
    const length = Math.clz32(file[at] ?? 0) - 23;
    const id = file.subarray(at, at + length).reduce((sum, byte) => sum * 256 + byte, 0);
    const start = at + length + 8;
    const end = start + numberIn(file.subarray(start - 7, start));
    elements.push({ id, at, start, content: file.subarray(start, end) });
    if (CONTAINERS.includes(id)) elements.push(...elementsOf(file, start, end));
    at = end;
  }
  return elements;
}

function numberIn(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

async function write(chunks: readonly Chunk[]): Promise<EbmlElement[]> {
  const parts = webmOf({ codec: "V_VP9", width: 640, height: 480, duration: 2500 }, chunks);
  return elementsOf(new Uint8Array(await new Blob(parts).arrayBuffer()));
}

function chunk(time: number, key = false, data = [time & 255, 7]): Chunk {
  return { time, key, data: Uint8Array.from(data) };
}

it("writes the video's length, size and codec", async () => {
  const elements = await write([chunk(0, true)]);
  const content = (id: number) => elements.find((element) => element.id === id)?.content ?? new Uint8Array(8);
  const duration = new DataView(content(DURATION).slice().buffer).getFloat64(0);
  expect([duration, new TextDecoder().decode(content(CODEC)), numberIn(content(WIDTH))]).toEqual([2500, "V_VP9", 640]);
});

it("begins a cluster at every key frame, with its frames and their times in it", async () => {
  const elements = await write([chunk(0, true), chunk(33), chunk(67), chunk(1000, true), chunk(1333)]);
  const read = elements
    .filter(({ id }) => id === CLUSTER_TIME || id === BLOCK)
    .map(({ id, content }) => (id === BLOCK ? [...content] : numberIn(content)));
  expect(read).toEqual([
    0,
    [0x81, 0, 0, 0x80, 0, 7],
    [0x81, 0, 33, 0, 33, 7],
    [0x81, 0, 67, 0, 67, 7],
    1000,
    [0x81, 0, 0, 0x80, 232, 7],
    [0x81, 1, 77, 0, 53, 7],
  ]);
});

it("writes where the clusters begin, so that a player can seek", async () => {
  const elements = await write([chunk(0, true), chunk(33), chunk(1000, true, [1, 2, 3, 4, 5]), chunk(2000, true)]);
  const of = (id: number) => elements.filter((element) => element.id === id);
  const origin = of(SEGMENT)[0]?.start ?? 0;
  expect(of(CUE_TIME).map(({ content }) => numberIn(content))).toEqual([0, 1000, 2000]);
  expect(of(CUE_POSITION).map(({ content }) => numberIn(content) + origin)).toEqual(of(CLUSTER).map(({ at }) => at));
});
