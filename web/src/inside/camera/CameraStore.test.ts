import { when } from "mobx";
import { expect, it } from "vitest";
import { LOOKABLE, openInside, rest } from "../testing.ts";
import { Pace } from "./Pace.ts";
import { finenessOf } from "./prepare.ts";
import { InsecureOrigin, troubleOf } from "./troubles.ts";

const { input } = LOOKABLE;
if (input === null) throw new Error("the tiny network has an input");
const SIDE = finenessOf(input) * input.width;

/** What is cut out of a picture that is all of one gray. */
const colorsOf = (gray: number) => new Uint8ClampedArray(SIDE * SIDE * 4).fill(gray);

it("is looked at like any other input, by its newest frame", async () => {
  const { inside, stop } = await openInside();
  inside.input.choose("camera");
  expect(inside.wanted).toBeNull();
  inside.camera.tone({ inverted: false, threshold: "off" });
  for (const gray of [10, 20]) {
    inside.camera.take(colorsOf(gray), input, 0);
    await when(() => !inside.looks.busy);
    expect(inside.looks.look?.sent.pixels).toEqual(new Uint8Array(16).fill(gray));
  }
  expect(inside.looks.look?.name).toBe("the camera’s frame");
  stop();
});

it("keeps a frozen frame in the address, which opens it without a camera", async () => {
  const { inside, stop } = await openInside();
  inside.input.choose("camera");
  inside.camera.mirror(true);
  inside.camera.place({ x: 0.4, y: 0.5, size: 0.6 });
  inside.camera.tone({ inverted: false, threshold: 90 });
  inside.camera.take(colorsOf(200), input, 0);
  expect(inside.camera.texts.frame).toBeNull();
  inside.camera.freeze({ width: 4, height: 4 } as OffscreenCanvas);
  await rest();
  const { choices } = inside.page.mode;
  expect(choices.get("input")).toBe("camera");
  expect(choices.get("camera")).toBe("mirrored,at:400.500.600,inverted:no,threshold:90");
  stop();
  const other = await openInside();
  other.inside.page.mode.show("inside", choices);
  await when(() => other.inside.looks.look?.name === "the frozen frame");
  expect(other.inside.looks.look?.sent.pixels).toEqual(new Uint8Array(16).fill(255));
  expect(other.inside.camera.texts).toEqual({ camera: choices.get("camera"), frame: choices.get("frame") });
  expect([other.inside.camera.started, other.inside.camera.frozen]).toEqual([false, true]);
  other.stop();
});

it("shows nothing of a frame that is of another network", async () => {
  const { inside, stop } = await openInside();
  inside.page.mode.show(
    "inside",
    new Map(Object.entries({ input: "camera", camera: "at:9,threshold:900", frame: "AAAA" })),
  );
  await rest();
  expect([inside.wanted, inside.camera.texts.camera, inside.camera.frameText]).toEqual([null, null, null]);
  stop();
});

it("keeps a frame to compare others with", async () => {
  const { inside, stop } = await openInside();
  inside.input.choose("camera");
  inside.camera.take(colorsOf(200), input, 0);
  const text = inside.inputText ?? "";
  expect(text).toMatch(/^frame:/);
  inside.comparison.read(text);
  inside.comparison.settle(input);
  expect(inside.comparison.text).toBe(text);
  await when(() => inside.looks.other?.name === "a frozen frame");
  stop();
});

it("counts looks and pictures a second, and the delay of an answer", () => {
  const pace = new Pace();
  pace.begin(0);
  for (let at = 0; at < 1000; at += 50) {
    pace.saw(at);
    if (at % 100 === 0) pace.answered(at - 30, at);
  }
  expect(pace.shown).toEqual({ looks: 12, frames: 22, delay: 30 });
});

it("says of every reason what to do", () => {
  const refused = troubleOf(new DOMException("Permission denied", "NotAllowedError"));
  const none = troubleOf(new DOMException("Requested device not found", "NotFoundError"));
  const taken = troubleOf(new DOMException("Could not start video source", "NotReadableError"));
  const insecure = troubleOf(new InsecureOrigin());
  const other = troubleOf(new TypeError("odd"));
  const all = [refused, none, taken, insecure, other];
  expect(new Set(all.map(({ advice }) => advice)).size).toBe(5);
  expect(all.every(({ what, advice }) => what.endsWith(".") && advice !== "")).toBe(true);
  expect([insecure.advice.includes("localhost"), other.advice]).toEqual([true, "The browser says: odd"]);
});
