import { afterEach, expect, it, vi } from "vitest";
import { whyNoVideo } from "./record.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

it("says why a browser cannot record: not supported, or not at this address", () => {
  vi.stubGlobal("isSecureContext", true);
  expect(whyNoVideo()).toBe("This browser cannot record WebM video");
  vi.stubGlobal("isSecureContext", false);
  expect(whyNoVideo()).toBe("Browsers record video on https or localhost only");
  vi.stubGlobal("VideoEncoder", vi.fn());
  expect(whyNoVideo()).toBeNull();
});
