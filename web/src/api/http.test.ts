import { afterEach, expect, it, vi } from "vitest";
import { getBytes, getJson } from "./http.ts";

/** Fake: the browser's fetch, answering once. */
function answerWith(body: BodyInit | null, init: ResponseInit = {}): void {
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(body, init)));
}

afterEach(() => { vi.unstubAllGlobals(); });

it("says that the server does not answer when the network is down", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  await expect(getJson("./api/runs.json")).rejects.toMatchObject({ kind: "network", message: "The server does not answer. Is `epochscope serve` still running?" });
});

it("shows the words of the server's own error", async () => {
  answerWith(JSON.stringify({ error: { status: 404, name: "RunNotFound", message: "there is no run 'tpyo'" } }), { status: 404 });
  await expect(getJson("./api/runs/tpyo/run.json")).rejects.toMatchObject({ kind: "server", status: 404, serverName: "RunNotFound", message: "there is no run 'tpyo'" });
});

it("names the status where an error has no words", async () => {
  answerWith("<h1>oops</h1>", { status: 500 });
  await expect(getJson("./api/runs.json")).rejects.toThrow("The server answered 500 for ./api/runs.json.");
});

it("takes a gateway's error for a server that is down", async () => {
  answerWith("bad gateway", { status: 502 });
  await expect(getJson("./api/runs.json")).rejects.toMatchObject({ kind: "network", status: 502 });
});

it("refuses a fallback page that arrives in place of binary data", async () => {
  answerWith("<!doctype html>", { headers: { "content-type": "text/html; charset=utf-8" } });
  await expect(getBytes("./api/x.bin", 15)).rejects.toMatchObject({ kind: "content" });
});

it("refuses a fallback page that arrives in place of JSON", async () => {
  answerWith("<!doctype html>", { headers: { "content-type": "text/html" } });
  await expect(getJson("./api/runs.json")).rejects.toThrow("is not an answer of Epochscope");
});

it("returns exactly the bytes and tells how much has arrived", async () => {
  answerWith(Uint8Array.of(1, 2, 3, 4));
  const shares: number[] = [];
  const bytes = await getBytes("./api/x.bin", 4, undefined, (share) => shares.push(share));
  expect(new Uint8Array(bytes)).toEqual(Uint8Array.of(1, 2, 3, 4));
  expect(shares.at(-1)).toBe(1);
});

it("refuses binary data that is cut short", async () => {
  answerWith(Uint8Array.of(1, 2, 3));
  await expect(getBytes("./api/x.bin", 4)).rejects.toThrow("./api/x.bin has 3 bytes where the manifest promises 4");
});

it("refuses binary data that goes on too long", async () => {
  answerWith(Uint8Array.of(1, 2, 3, 4, 5));
  await expect(getBytes("./api/x.bin", 4)).rejects.toThrow("promises 4");
});

it("lets an abort through as it is", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new DOMException("stop", "AbortError")));
  await expect(getJson("./api/runs.json")).rejects.toMatchObject({ name: "AbortError" });
});
