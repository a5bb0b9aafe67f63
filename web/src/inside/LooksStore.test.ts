import { when } from "mobx";
import { afterEach, expect, it, vi } from "vitest";
import { ApiError } from "../api/ApiError.ts";
import { runsOf } from "./LooksStore.ts";
import { FakeLooker, openInside, rest } from "./testing.ts";
import type { TestInside } from "./testing.ts";

afterEach(() => {
  vi.useRealTimers();
});

/** Draw a dot. */
function drawAt({ inside }: Pick<TestInside, "inside">, y: number): void {
  inside.sketch.press({ x: 20, y, pressure: 128 });
}

const serverError = (name: string) => new ApiError("server", `${name} happened`, 503, name);

/** An opened inside that has answered all that it needs, and holds back what comes next. */
async function openHeld(): Promise<TestInside> {
  const opened = await openInside();
  await when(() => opened.inside.looks.rejection !== null && opened.inside.looks.curve !== null);
  await rest();
  opened.looker.asked = [];
  opened.looker.held = true;
  return opened;
}

it("looks at the input at the epoch on screen first, then at what tells how it came about, then outward", async () => {
  const { inside, looker, stop } = await openInside();
  await when(() => [0, 1, 2].every((epoch) => inside.looks.summaryAt(epoch) !== null));
  stop();
  const [first = "", ...others] = looker.asked.slice(looker.asked.indexOf("send pixels"));
  expect(first).toBe("send pixels");
  const id = others[0]?.split(" ")[1] ?? "";
  expect(others).toEqual([
    `summary ${id} 2`,
    `rejection ${id} 2`,
    `curve ${id} 2`,
    `summary ${id} 1`,
    `summary ${id} 0`,
  ]);
});

it("sends only the newest of what was drawn while it looks", async () => {
  const opened = await openHeld();
  const { inside, looker, stop } = opened;
  for (const y of [20, 60, 100, 140]) {
    drawAt(opened, y);
    await rest();
  }
  expect(looker.asked).toEqual(["send pixels"]);
  looker.answer();
  await rest();
  expect(looker.asked.at(-1)).toMatch(/^summary/);
  looker.answer();
  await rest();
  looker.held = false;
  looker.answer();
  await when(() => !inside.looks.busy);
  expect(looker.asked.filter((name) => name.startsWith("send"))).toHaveLength(2);
  expect(inside.looks.look?.sent.pixels).toBe(inside.wanted?.input.kind === "pixels" && inside.wanted.input.pixels);
  stop();
});

it("keeps the last answer on screen until the next one is here", async () => {
  const opened = await openHeld();
  const { inside, looker, stop } = opened;
  const before = inside.looks.look?.sent.id;
  drawAt(opened, 20);
  await rest();
  expect([inside.looks.busy, inside.looks.look?.sent.id]).toEqual([true, before]);
  looker.answer();
  await rest();
  expect(inside.looks.look?.sent.id).toBe(before);
  looker.answer();
  await when(() => inside.looks.look?.sent.id !== before);
  stop();
});

it("shows nothing of the input before where there is none, and where one cannot be sent", async () => {
  const { inside, looker, stop } = await openInside();
  await when(() => inside.looks.look !== null);
  inside.input.choose("upload");
  expect([inside.looks.look, inside.looks.busy]).toEqual([null, false]);
  looker.failures.push({ name: "send picture", error: serverError("UnusablePicture") });
  inside.input.take(new File([], "words.png"));
  await when(() => inside.looks.problem !== null);
  expect(inside.looks.look).toBeNull();
  inside.input.choose("draw");
  expect([inside.looks.look?.name, inside.looks.problem]).toEqual(["the example", null]);
  stop();
});

it("gives up what can wait where something on screen is missing", async () => {
  const looker = new FakeLooker();
  const opened = await openInside(looker);
  await when(() => opened.inside.looks.look !== null);
  looker.held = true;
  while (looker.waiting.length === 0) await rest();
  const [background] = looker.waiting;
  drawAt(opened, 20);
  await rest();
  expect([background?.signal?.aborted, looker.asked.at(-1)]).toEqual([true, "send pixels"]);
  opened.stop();
});

it("leaves what can wait until nothing has changed for a while, however long one draws", async () => {
  const opened = await openHeld();
  opened.looker.held = false;
  vi.useFakeTimers();
  const waiting = () => opened.looker.asked.some((name) => name.startsWith("rejection"));
  for (const y of [20, 60, 100, 140]) {
    drawAt(opened, y);
    await vi.advanceTimersByTimeAsync(100);
  }
  expect([opened.inside.looks.busy, waiting()]).toEqual([false, false]);
  await vi.advanceTimersByTimeAsync(100);
  expect(waiting()).toBe(true);
  opened.stop();
});

it("does not give up what is on screen for what can wait", async () => {
  const opened = await openHeld();
  drawAt(opened, 20);
  await rest();
  drawAt(opened, 90);
  await rest();
  expect(opened.looker.waiting.map(({ signal }) => signal?.aborted)).toEqual([false]);
  opened.stop();
});

it("sends an input again that was forgotten", async () => {
  const opened = await openHeld();
  const { inside, looker, stop } = opened;
  looker.held = false;
  looker.failures.push({ name: "summary", error: serverError("InputNotFound") });
  drawAt(opened, 20);
  await when(() => !inside.looks.busy);
  expect([inside.looks.problem, looker.asked.filter((name) => name === "send pixels")]).toEqual([
    null,
    ["send pixels", "send pixels"],
  ]);
  stop();
});

it("looks again where a look gave way, but not for ever", async () => {
  const opened = await openHeld();
  const { inside, looker, stop } = opened;
  looker.held = false;
  looker.failures.push({ name: "summary", error: serverError("LookCanceled") });
  drawAt(opened, 20);
  await when(() => !inside.looks.busy);
  expect(inside.looks.problem).toBeNull();
  for (let time = 0; time < 9; time++) looker.failures.push({ name: "summary", error: serverError("TooManyLooks") });
  drawAt(opened, 90);
  await when(() => inside.looks.problem !== null);
  expect(inside.looks.problem?.message).toBe("TooManyLooks happened");
  stop();
});

it("says what went wrong, keeps the answer before it, and tries again on request", async () => {
  const opened = await openHeld();
  const { inside, looker, stop } = opened;
  const before = inside.looks.look;
  looker.held = false;
  looker.failures.push({ name: "summary", error: serverError("LookerStopped") });
  drawAt(opened, 20);
  await when(() => inside.looks.problem !== null);
  expect([inside.looks.problem?.message, inside.looks.look, inside.looks.busy]).toEqual([
    "LookerStopped happened",
    before,
    false,
  ]);
  inside.looks.retry();
  await when(() => inside.looks.look?.sent.id !== before?.sent.id);
  expect(inside.looks.problem).toBeNull();
  stop();
});

it("tries again by itself where something else is drawn", async () => {
  const opened = await openHeld();
  const { inside, looker, stop } = opened;
  looker.held = false;
  looker.failures.push({ name: "send", error: serverError("UnusablePicture") });
  drawAt(opened, 20);
  await when(() => inside.looks.problem !== null);
  drawAt(opened, 90);
  await when(() => inside.looks.problem === null && !inside.looks.busy);
  stop();
});

it("looks at the epoch that it is compared with, and the same input", async () => {
  const { inside, stop } = await openInside();
  await when(() => inside.looks.look !== null);
  inside.comparison.show({ kind: "epoch", epoch: 0 });
  await when(() => inside.looks.other !== null);
  const { look, other } = inside.looks;
  expect([look?.epoch, other?.epoch, other?.sent.id === look?.sent.id]).toEqual([2, 0, true]);
  stop();
});

it("keeps the input that another one is compared with", async () => {
  const opened = await openInside();
  const { inside, stop } = opened;
  await when(() => inside.looks.look !== null);
  if (inside.wanted !== null) inside.comparison.show({ kind: "input", named: inside.wanted, text: inside.inputText });
  const kept = inside.looks.look?.sent.id;
  drawAt(opened, 20);
  await when(() => inside.looks.other !== null && inside.looks.look?.sent.id !== kept);
  expect([inside.looks.other?.sent.id, inside.looks.other?.name]).toEqual([kept, "the example"]);
  stop();
});

it("requests no weights until maps are sorted by them", async () => {
  const { inside, looker, stop } = await openInside();
  await when(() => inside.looks.curve !== null && !inside.looks.busy);
  expect(looker.asked.filter((name) => name.startsWith("weights"))).toEqual([]);
  inside.choices.sortBy("weight");
  const flat = inside.network.layers[2];
  if (flat === undefined) throw new Error("the network has four layers");
  await when(() => inside.orderOf(flat)[0] === 0);
  expect(inside.orderOf(flat)).toEqual([0, 3, 1, 2]);
  expect(looker.asked).toContain("weights 2 2");
  stop();
});

it("requests nothing more once the inside is closed", async () => {
  const opened = await openHeld();
  const { looker, stop } = opened;
  drawAt(opened, 20);
  await rest();
  stop();
  looker.held = false;
  await rest();
  expect(looker.asked).toEqual(["send pixels"]);
});

it("looks at what was drawn meanwhile once the inside is shown again", async () => {
  const opened = await openHeld();
  const { inside, looker, stop } = opened;
  stop();
  drawAt(opened, 20);
  looker.held = false;
  const stopAgain = inside.looks.start();
  await when(() => !inside.looks.busy && looker.asked.includes("send pixels"));
  expect(inside.looks.look?.name).toBe("your drawing");
  stopAgain();
});

it("makes runs of numbers that follow each other", () => {
  expect(runsOf([])).toEqual([]);
  expect(runsOf([7, 3, 1, 2, 9, 8])).toEqual([
    [1, 3],
    [7, 9],
  ]);
});
