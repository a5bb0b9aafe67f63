import { afterEach, expect, it, vi } from "vitest";
import { HttpApiClient } from "./ApiClient.ts";
import { projectionOf, tinyManifest } from "./fakeApi.ts";

let asked: string[] = [];

/** Fake: the browser's fetch, answering every address with the same bytes. */
function answerWith(bytes: Uint8Array<ArrayBuffer>): void {
  asked = [];
  vi.stubGlobal("fetch", (address: string) => {
    asked.push(address);
    return Promise.resolve(new Response(bytes));
  });
}

afterEach(() => {
  vi.unstubAllGlobals();
});

it("requests one epoch at the address that the manifest gives", async () => {
  answerWith(new Uint8Array(48));
  const { position } = await new HttpApiClient().fetchEpoch("tiny", projectionOf("stem", 15, 0.1).positions, 2);
  expect(asked).toEqual(["./api/runs/tiny/projections/stem/n15-d0.1/2.bin"]);
  expect(position).toEqual(new Uint16Array(24));
});

it("requests all epochs at once", async () => {
  answerWith(new Uint8Array(144));
  const { position } = await new HttpApiClient().fetchArrays("tiny", projectionOf("stem", 15, 0.1).positions);
  expect(position).toHaveLength(72);
});

it("reads labels and splits as the manifest lists them", async () => {
  answerWith(Uint8Array.of(1, 2, 0, 1));
  const manifest = tinyManifest({
    samples: {
      identity: "first",
      path: "samples.bin",
      arrays: [
        { name: "label", dtype: "uint8", shape: [2] },
        { name: "split", dtype: "uint8", shape: [2] },
      ],
    },
  });
  expect(await new HttpApiClient().fetchArrays("tiny", manifest.samples)).toEqual({
    label: Uint8Array.of(1, 2),
    split: Uint8Array.of(0, 1),
  });
});

it("keeps every address relative, whatever the run is called", () => {
  expect(new HttpApiClient().thumbnailAddress("my run/2", "thumbnails/a.webp")).toBe(
    "./api/runs/my%20run%2F2/thumbnails/a.webp",
  );
});

it("requests a block of samples, the last one with the remaining samples", async () => {
  const manifest = tinyManifest();
  const [stem] = manifest.neighbors;
  if (stem === undefined) throw new Error("the tiny run has neighbors");
  answerWith(new Uint8Array(3 * 8 * 2));
  expect((await new HttpApiClient().fetchBlock(manifest, stem.neighborhoods, 0)).neighbor).toHaveLength(48);
  answerWith(new Uint8Array(3 * 4 * 2));
  expect((await new HttpApiClient().fetchBlock(manifest, stem.neighborhoods, 1)).neighbor).toHaveLength(24);
  expect(asked).toEqual(["./api/runs/tiny/neighborhoods/stem/1.bin"]);
});

it("reads training dynamics as the manifest lists them", async () => {
  answerWith(Uint8Array.of(1, 0, 2, 0, 7, 8));
  const arrays = [
    { name: "first_learned", dtype: "uint16", shape: [2] },
    { name: "forgotten", dtype: "uint8", shape: [1, 2] },
  ] as const;
  expect(await new HttpApiClient().fetchArrays("tiny", { identity: "first", path: "dynamics.bin", arrays })).toEqual({
    first_learned: Uint16Array.of(1, 2),
    forgotten: Uint8Array.of(7, 8),
  });
});

it("compares each answer of an export with its own checksum", async () => {
  const [client, manifest, zeros] = [new HttpApiClient(), tinyManifest(), "f288b395"];
  const { positions } = projectionOf("stem", 15, 0.1);
  answerWith(new Uint8Array(48));
  const fetchEpoch = (...epoch_checksums: string[]) => client.fetchEpoch("tiny", { ...positions, epoch_checksums }, 2);
  await fetchEpoch("", "", zeros);
  await expect(fetchEpoch(zeros, zeros, "")).rejects.toMatchObject({ kind: "outdated" });
  const [stem] = manifest.neighbors;
  if (stem === undefined) throw new Error("the tiny run has neighbors");
  const fetchBlock = (...block_checksums: string[]) =>
    client.fetchBlock(manifest, { ...stem.neighborhoods, block_checksums }, 0);
  await fetchBlock(zeros, "");
  await expect(fetchBlock("", zeros)).rejects.toMatchObject({ kind: "outdated" });
});
