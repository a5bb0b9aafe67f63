import { expect, it } from "vitest";
import { LatestRequest } from "./LatestRequest.ts";

it("shows the layer requested last, even when it answers first", async () => {
  const latest = new LatestRequest();
  let answerSlow: (layer: string) => void = () => undefined;
  const slow = latest.run(
    () =>
      new Promise<string>((resolve) => {
        answerSlow = resolve;
      }),
  );
  const fast = latest.run(() => Promise.resolve("fc"));
  expect(await fast).toBe("fc");
  answerSlow("stem");
  expect(await slow).toBeNull();
});

it("aborts the request before", async () => {
  const latest = new LatestRequest();
  const signals: AbortSignal[] = [];
  const first = latest.run((signal) => {
    signals.push(signal);
    return Promise.resolve(1);
  });
  const second = latest.run((signal) => {
    signals.push(signal);
    return Promise.resolve(2);
  });
  await Promise.all([first, second]);
  expect(signals.map((signal) => signal.aborted)).toEqual([true, false]);
});

it("keeps quiet about the failure of a request that was taken over", async () => {
  const latest = new LatestRequest();
  const first = latest.run(() => Promise.reject(new Error("too late")));
  latest.cancel();
  expect(await first).toBeNull();
});

it("passes the failure of the latest request on", async () => {
  await expect(new LatestRequest().run(() => Promise.reject(new Error("gone")))).rejects.toThrow("gone");
});
