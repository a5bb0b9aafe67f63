import { afterEach, expect, it, vi } from "vitest";
import { videoFormatHere, whyNoVideo } from "./abilities.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Fake: the simulated browser encodes nothing. */
function encoderOf(...codecs: readonly string[]) {
  return {
    isConfigSupported: ({ codec }: VideoEncoderConfig) => Promise.resolve({ supported: codecs.includes(codec) }),
  };
}

it("records MP4 where the browser encodes H.264, else WebM, else nothing", async () => {
  expect(await videoFormatHere()).toBeNull();
  vi.stubGlobal("VideoEncoder", encoderOf("vp8", "avc1.640028"));
  expect(await videoFormatHere()).toBe("mp4");
  vi.stubGlobal("VideoEncoder", encoderOf("vp8"));
  expect(await videoFormatHere()).toBe("webm");
  vi.stubGlobal("VideoEncoder", encoderOf());
  expect(await videoFormatHere()).toBeNull();
});

it("says why a browser cannot record: not supported, or not at this address", () => {
  vi.stubGlobal("isSecureContext", true);
  expect(whyNoVideo()).toBe("This browser can’t record video");
  vi.stubGlobal("isSecureContext", false);
  expect(whyNoVideo()).toBe("Browsers record video on https or localhost only");
});
