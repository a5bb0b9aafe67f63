import { expect, it } from "vitest";
import { COLORINGS } from "./measures.ts";
import { COLORING_GROUPS, measureText, scaleEnds } from "./names.ts";

it("offers every coloring in one group", () => {
  expect(COLORING_GROUPS.flatMap(({ colorings }) => colorings).toSorted()).toEqual([...COLORINGS].toSorted());
});

it("writes values with their units", () => {
  expect([
    measureText("confidence", 0.623),
    measureText("loss", 1.254),
    measureText("margin", -3.1),
    measureText("forgotten", 3),
    measureText("first_learned", 4),
    measureText("layer_motion", 0.5),
  ]).toEqual(["62%", "1.25 nats", "−3.10", "3", "epoch 4", "0.50"]);
  expect([measureText("first_learned", NaN), measureText("margin", NaN)]).toEqual(["not learned yet", "unknown"]);
});

it("marks the open ends of a scale", () => {
  expect(scaleEnds({ least: -3.21, most: 3.21, opens: "both" }, "margin")).toEqual(["−3.2 or less", "3.2 or more"]);
  expect(scaleEnds({ least: 0, most: 8, opens: "nowhere" }, "first_learned")).toEqual(["epoch 0", "epoch 8"]);
});
