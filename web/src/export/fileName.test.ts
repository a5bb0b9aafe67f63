import { expect, it } from "vitest";
import { fileName } from "./fileName.ts";

it("names a file after its content", () => {
  expect(fileName(["blobs", "layer4", "epoch7"], "png")).toBe("blobs-layer4-epoch7.png");
  expect(fileName(["blobs", null], "webm")).toBe("blobs.webm");
});

it("replaces characters that a file name cannot have", () => {
  expect(fileName(["../my run", "features/0: conv?", "épo<ch>\n1"], "svg")).toBe("my-run-features-0-conv-épo-ch-1.svg");
  expect(fileName(["..", "/"], "png")).toBe("plot.png");
});
