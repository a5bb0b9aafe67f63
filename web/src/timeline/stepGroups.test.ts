import { expect, it } from "vitest";
import { axisOver } from "../numbers/axis.ts";
import { groupSteps } from "./stepGroups.ts";

const stepsOf = (epochs: readonly number[]) => epochs.slice(1).map((epoch) => ({ epoch, events: [] }));
const upTo = (last: number) => Array.from({ length: last + 1 }, (_, epoch) => epoch);

function groupedEpochs(epochs: readonly number[], width: number): number[][] {
  return groupSteps(stepsOf(epochs), epochs, axisOver(epochs, "real"), width).map(({ steps }) =>
    steps.map(({ epoch }) => epoch),
  );
}

it("gives each step a button where there is room, and before the room is known", () => {
  for (const width of [0, 700]) expect(groupedEpochs(upTo(20), width)).toHaveLength(20);
});

it("joins as many steps as a button of 24 pixels needs, and what is left over to the last", () => {
  expect(groupedEpochs(upTo(7), 70)).toEqual([
    [1, 2, 3],
    [4, 5, 6, 7],
  ]);
  expect(groupedEpochs(upTo(20), 340)).toHaveLength(10);
  expect(groupedEpochs([0, 1, 2, 4, 8], 160)).toEqual([
    [1, 2],
    [4, 8],
  ]);
});

it("says where a group begins and ends", () => {
  const epochs = [0, 1, 2, 4, 8];
  const [one, other] = groupSteps(stepsOf(epochs), epochs, axisOver(epochs, "real"), 160);
  expect([one?.first, one?.last, other?.first, other?.last]).toEqual([0.125, 0.25, 0.5, 1]);
});

it("has at least one group, however narrow it is", () => {
  expect(groupedEpochs(upTo(3), 10)).toEqual([[1, 2, 3]]);
});
