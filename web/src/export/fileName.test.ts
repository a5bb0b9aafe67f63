import { expect, it } from "vitest";
import { fileName } from "./fileName.ts";

it("names a file after what is in it", () => {
  expect(fileName(["blobs", "layer4", "epoch7"], "png")).toBe("blobs-layer4-epoch7.png");
  expect(fileName(["blobs", null], "webm")).toBe("blobs.webm");
});

it("leaves out what a file name cannot hold", () => {
  expect(fileName(["../my run", "features/0: conv?", "épo<ch>\n1"], "svg")).toBe("my-run-features-0-conv-épo-ch-1.svg");
  expect(fileName(["..", "/"], "png")).toBe("plot.png");
});
