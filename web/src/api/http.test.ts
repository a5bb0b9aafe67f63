import { afterEach, expect, it, vi } from "vitest";
import { getBytes, getJson, listen, sendJson } from "./http.ts";

/** Fake: the browser's fetch, answering once. */
function answerWith(body: BodyInit | null, init: ResponseInit = {}): void {
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(body, init)));
}

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const promised = (bytes: number) => ({ identity: "first", bytes });
/** Of the bytes of "[]" in an export. */
const exported = { identity: "first", bytes: 2, checksum: "0d4cbb29" };

it("says that the server can’t be reached when the network is down", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  await expect(getJson("./api/runs.json", "runs")).rejects.toMatchObject({
    kind: "network",
    message: "Can’t reach the server. Is it still running, and is this computer online?",
  });
});

it("shows the message of the server's own error", async () => {
  answerWith(JSON.stringify({ error: { status: 404, name: "RunNotFound", message: "there is no run 'tpyo'" } }), {
    status: 404,
  });
  await expect(getJson("./api/runs/tpyo/run.json", "runs")).rejects.toMatchObject({
    kind: "server",
    status: 404,
    serverName: "RunNotFound",
    message: "there is no run 'tpyo'",
  });
});

it("names the status where an error has no message", async () => {
  answerWith("<h1>oops</h1>", { status: 500 });
  await expect(getJson("./api/runs.json", "runs")).rejects.toThrow("The server answered 500 for ./api/runs.json.");
});

it("takes a gateway's error for a server that is down", async () => {
  answerWith("bad gateway", { status: 502 });
  await expect(getJson("./api/runs.json", "runs")).rejects.toMatchObject({ kind: "network", status: 502 });
});

it("refuses a fallback page that arrives in place of binary data", async () => {
  answerWith("<!doctype html>", { headers: { "content-type": "text/html; charset=utf-8" } });
  await expect(getBytes("./api/x.bin", promised(15))).rejects.toMatchObject({ kind: "content" });
});

it("refuses a fallback page that arrives in place of JSON", async () => {
  answerWith("<!doctype html>", { headers: { "content-type": "text/html" } });
  await expect(getJson("./api/runs.json", "runs")).rejects.toThrow("is not an answer of Epochscope");
});

it.each(["null", "{}", "[]", "7", '"runs"', '{"runs":null}', '{"runs":{}}', '{"runs":[]', ""])(
  "refuses %s in place of the list of runs",
  async (answer) => {
    answerWith(answer);
    await expect(getJson("./api/runs.json", "runs")).rejects.toThrow("is not an answer of Epochscope");
  },
);

/** Fake: a server that sends some bytes every ten seconds, all in all `parts` times, or nothing; until it is let go. */
function answerSlowly(bytes: number | null, parts = Infinity): void {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", async (_address: string, { signal }: { signal: AbortSignal }) => {
    if (bytes !== null) return new Response(slowBody(bytes, parts, signal));
    await new Promise((_, reject) => {
      signal.addEventListener("abort", () => {
        reject(new DOMException("gone", "AbortError"));
      });
    });
  });
}

function slowBody(bytes: number, parts: number, signal: AbortSignal): ReadableStream {
  let sent = 0;
  return new ReadableStream({
    start(controller) {
      const timer = setInterval(() => {
        controller.enqueue(new Uint8Array(bytes));
        if (++sent === parts) controller.close();
      }, 10_000);
      signal.addEventListener("abort", () => {
        clearInterval(timer);
        controller.error(new DOMException("gone", "AbortError"));
      });
    },
  });
}

it.each([null, 0, 1])("gives up a server that sends %s bytes now and then", async (bytes) => {
  answerSlowly(bytes);
  const problem = {
    kind: "network",
    message: "The server has sent next to nothing for two minutes. Is it still running, and is this computer online?",
  };
  const both = Promise.all([
    expect(getJson("./api/runs.json", "runs")).rejects.toMatchObject(problem),
    expect(getBytes("./api/x.bin", promised(1_000_000))).rejects.toMatchObject(problem),
  ]);
  await vi.advanceTimersByTimeAsync(120_000);
  await both;
});

it("waits for all of a large answer on a slow connection", async () => {
  answerSlowly(1024, 100);
  const bytes = getBytes("./api/x.bin", promised(100 * 1024));
  await vi.advanceTimersByTimeAsync(1_000_000);
  expect((await bytes).byteLength).toBe(100 * 1024);
});

it("returns exactly the bytes and tells how much has arrived", async () => {
  answerWith(Uint8Array.of(1, 2, 3, 4));
  const shares: number[] = [];
  const bytes = await getBytes("./api/x.bin", promised(4), undefined, (share) => shares.push(share));
  expect(new Uint8Array(bytes)).toEqual(Uint8Array.of(1, 2, 3, 4));
  expect(shares.at(-1)).toBe(1);
});

it("refuses binary data that belongs to another manifest, where the server says so", async () => {
  answerWith(Uint8Array.of(1, 2), { headers: { "Epochscope-Identity": "first" } });
  expect(new Uint8Array(await getBytes("./api/x.bin", promised(2)))).toEqual(Uint8Array.of(1, 2));
  answerWith(Uint8Array.of(1, 2), { headers: { "Epochscope-Identity": "second" } });
  await expect(getBytes("./api/x.bin", promised(2))).rejects.toMatchObject({ kind: "outdated" });
});

it("refuses binary data that is cut short", async () => {
  answerWith(Uint8Array.of(1, 2, 3));
  await expect(getBytes("./api/x.bin", promised(4))).rejects.toThrow(
    "./api/x.bin has 3 bytes where the manifest promises 4",
  );
});

it("refuses binary data that goes on too long", async () => {
  answerWith(Uint8Array.of(1, 2, 3, 4, 5));
  await expect(getBytes("./api/x.bin", promised(4))).rejects.toThrow("promises 4");
});

it("lets an abort through as it is", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new DOMException("stop", "AbortError")));
  await expect(getJson("./api/runs.json", "runs")).rejects.toMatchObject({ name: "AbortError" });
});

it("sends JSON under its type, and nothing where there is nothing to say", async () => {
  const sent: (RequestInit | undefined)[] = [];
  vi.stubGlobal("fetch", (_address: string, init?: RequestInit) => {
    sent.push(init);
    return Promise.resolve(new Response("{}"));
  });
  await sendJson("POST", "./api/x", { a: 1 });
  await sendJson("DELETE", "./api/x");
  const signal = expect.any(AbortSignal) as AbortSignal;
  expect(sent).toEqual([
    { method: "POST", headers: { "Content-Type": "application/json" }, body: '{"a":1}', signal },
    { method: "DELETE", signal },
  ]);
});

/** Fake: the browser's EventSource, which the test speaks for. */
class FakeEventSource extends EventTarget {
  static readonly CLOSED = 2;
  static last: FakeEventSource;
  readyState = 1;

  constructor(readonly url: string) {
    super();
    FakeEventSource.last = this;
  }

  close(): void {
    this.readyState = FakeEventSource.CLOSED;
  }
}

it("hears the events that it listens to and whether a break is for good, and closes the connection", () => {
  vi.stubGlobal("EventSource", FakeEventSource);
  const heard: unknown[] = [];
  const stop = listen("./api/x/events", ["progress", "done"], {
    onEvent: (data) => heard.push(data),
    onBreak: (over) => heard.push(over),
  });
  const source = FakeEventSource.last;
  source.dispatchEvent(new MessageEvent("progress", { data: '{"done":1}' }));
  source.dispatchEvent(new MessageEvent("other", { data: "{}" }));
  source.dispatchEvent(new Event("error"));
  source.dispatchEvent(new MessageEvent("done", { data: '{"done":2}' }));
  stop();
  expect([source.url, heard, source.readyState]).toEqual([
    "./api/x/events",
    [{ done: 1 }, false, { done: 2 }],
    FakeEventSource.CLOSED,
  ]);
  source.dispatchEvent(new Event("error"));
  expect(heard.at(-1)).toBe(true);
});

it.each([
  ["other bytes", "()", 200],
  ["more bytes", "[] ", 200],
  ["nothing", "", 200],
  ["a page that says so", "<html>", 404],
])("reads the manifest again where a later export has %s in place of the answer", async (_, body, status) => {
  answerWith(body, { status });
  await expect(getBytes("./api/x.bin", exported)).rejects.toMatchObject({ kind: "outdated" });
});

it.each(['{"sources":["b"]}', "<html>"])("takes %s of a later export for outdated", async (body) => {
  const document = { identity: "first", checksum: "eea0d936" };
  answerWith(body);
  await expect(getJson("./api/sources.json", "sources", undefined, document)).rejects.toMatchObject({
    kind: "outdated",
  });
});

it("takes a document of a run that was recorded again for outdated", async () => {
  answerWith('{"sources":[]}', { headers: { "Epochscope-Identity": "second" } });
  await expect(getJson("./api/sources.json", "sources", undefined, { identity: "first" })).rejects.toMatchObject({
    kind: "outdated",
  });
});

it("takes what an export promised", async () => {
  answerWith("[]");
  expect(new Uint8Array(await getBytes("./api/x.bin", exported))).toEqual(new TextEncoder().encode("[]"));
});

it("has a browser ask whether what it keeps is still the same, as a static host does not say so", async () => {
  const asked = vi.fn(() => Promise.resolve(new Response('{"runs":[]}')));
  vi.stubGlobal("fetch", asked);
  await getJson("./api/runs.json", "runs");
  expect(asked).toHaveBeenCalledWith("./api/runs.json", expect.objectContaining({ cache: "no-cache" }));
});
