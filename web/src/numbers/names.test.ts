import { expect, it } from "vitest";
import { COLORINGS } from "./measures.ts";
import { COLORING_GROUPS, measureWords, scaleEnds } from "./names.ts";

it("offers every coloring in one group", () => {
  expect(COLORING_GROUPS.flatMap(({ colorings }) => colorings).toSorted()).toEqual([...COLORINGS].toSorted());
});

it("writes values with their units", () => {
  expect([
    measureWords("confidence", 0.623),
    measureWords("loss", 1.254),
    measureWords("margin", -3.1),
    measureWords("forgotten", 3),
    measureWords("first_learned", 4),
    measureWords("layer_motion", 0.5),
  ]).toEqual(["62%", "1.25 nats", "−3.10", "3", "epoch 4", "0.50"]);
  expect([measureWords("first_learned", NaN), measureWords("margin", NaN)]).toEqual(["not learned yet", "unknown"]);
});

it("marks the open ends of a scale", () => {
  expect(scaleEnds({ least: -3.21, most: 3.21, opens: "both" }, "margin")).toEqual(["−3.2 or less", "3.2 or more"]);
  expect(scaleEnds({ least: 0, most: 8, opens: "nowhere" }, "first_learned")).toEqual(["epoch 0", "epoch 8"]);
});
