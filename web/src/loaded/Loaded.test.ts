import { autorun, isObservable, when } from "mobx";
import { expect, it } from "vitest";
import { ApiError } from "../api/ApiError.ts";
import { Loaded } from "./Loaded.ts";

/** Fake: a number that the test answers with when it wants to. */
function later() {
  let resolve: (value: number) => void = () => undefined;
  const promise = new Promise<number>((answer) => {
    resolve = answer;
  });
  return { fetch: () => promise, answer: resolve };
}

it("goes from idle over loading to the value", async () => {
  const loaded = new Loaded<string, number>();
  const seen: unknown[] = [];
  autorun(() => seen.push([loaded.status, loaded.of("a")]));
  await loaded.load("a", () => Promise.resolve(1));
  expect(seen).toEqual([
    ["idle", null],
    ["loading", null],
    ["idle", 1],
  ]);
});

it("shows the key requested last, even when it answers first", async () => {
  const loaded = new Loaded<string, number>();
  const slow = later();
  const first = loaded.load("slow", slow.fetch);
  expect(await loaded.load("fast", () => Promise.resolve(2))).toBe(true);
  slow.answer(1);
  expect(await first).toBe(false);
  expect([loaded.key, loaded.value, loaded.of("slow"), loaded.of("fast")]).toEqual(["fast", 2, null, 2]);
});

it("aborts the request that another one takes over from", () => {
  const loaded = new Loaded<string, number>();
  const signals: AbortSignal[] = [];
  const never = (signal: AbortSignal) => (signals.push(signal), new Promise<number>(() => undefined));
  void loaded.load("a", never);
  void loaded.load("b", never);
  loaded.forget();
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
});

it("requests the same key once, whether it is here or on its way", async () => {
  const loaded = new Loaded<string, number>();
  let requests = 0;
  const fetch = () => Promise.resolve(++requests);
  const both = [loaded.load("a", fetch), loaded.load("a", fetch)];
  expect(await Promise.all([...both, loaded.load("a", fetch)])).toEqual([true, true, true]);
  expect([requests, loaded.value]).toEqual([1, 1]);
});

it("compares keys by the rule that it was given", async () => {
  const loaded = new Loaded<{ name: string }, number>((one, other) => one.name === other.name);
  await loaded.load({ name: "a" }, () => Promise.resolve(1));
  await loaded.load({ name: "a" }, () => Promise.reject(new Error("requested again")));
  expect(loaded.of({ name: "a" })).toBe(1);
});

it("reports the problem of a failed request, and requests that key again", async () => {
  const loaded = new Loaded<string, number>();
  expect(await loaded.load("a", () => Promise.reject(new ApiError("network", "No answer.")))).toBe(false);
  expect([loaded.status, loaded.value, loaded.problem]).toEqual([
    "failed",
    null,
    { message: "No answer.", unreachable: true, damaged: false, outdated: false },
  ]);
  expect(await loaded.load("a", () => Promise.resolve(1))).toBe(true);
  expect([loaded.status, loaded.value, loaded.problem]).toEqual(["idle", 1, null]);
});

it("drops the value before, unless it is to be kept until the next one", async () => {
  const loaded = new Loaded<string, number>();
  await loaded.load("a", () => Promise.resolve(1));
  const kept = later();
  const next = loaded.load("b", kept.fetch, { keep: true });
  expect([loaded.status, loaded.value]).toEqual(["loading", 1]);
  kept.answer(2);
  await next;
  void loaded.load("c", later().fetch);
  expect([loaded.status, loaded.value]).toEqual(["loading", null]);
});

it("publishes what has arrived so far, but not of a request that was overtaken", async () => {
  const loaded = new Loaded<string, number>();
  const rest = later();
  let showLate: (partial: number) => void = () => undefined;
  void loaded.load("a", (_, show) => {
    showLate = show;
    show(1);
    return rest.fetch();
  });
  await when(() => loaded.value === 1);
  expect(loaded.status).toBe("loading");
  void loaded.load("b", later().fetch);
  showLate(2);
  expect(loaded.value).toBeNull();
});

it("refreshes a value in place and leaves an error to the caller", async () => {
  const loaded = new Loaded<string, number>();
  await loaded.load("a", () => Promise.resolve(1));
  await expect(loaded.refresh(() => Promise.reject(new Error("gone")))).rejects.toThrow("gone");
  expect([loaded.status, loaded.value]).toEqual(["idle", 1]);
  await loaded.refresh(() => Promise.resolve(2));
  expect([loaded.key, loaded.value]).toEqual(["a", 2]);
});

it("forgets what is here and what is on its way", async () => {
  const loaded = new Loaded<string, number>();
  await loaded.load("a", () => Promise.resolve(1));
  const late = later();
  const next = loaded.load("b", late.fetch);
  loaded.forget();
  late.answer(2);
  expect(await next).toBe(false);
  expect([loaded.key, loaded.value, loaded.status]).toEqual([null, null, "idle"]);
});

it("keeps arrays by reference and does not look inside them", async () => {
  const loaded = new Loaded<{ layer: string }, { numbers: Float32Array; names: string[] }>();
  const value = { numbers: new Float32Array(1_000_000), names: ["cat"] };
  await loaded.load({ layer: "fc" }, () => Promise.resolve(value));
  expect(loaded.value).toBe(value);
  expect([isObservable(loaded.value), isObservable(loaded.value?.names), isObservable(loaded.key)]).toEqual([
    false,
    false,
    false,
  ]);
});
