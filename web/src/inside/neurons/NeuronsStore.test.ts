import { when } from "mobx";
import { expect, it } from "vitest";
import { openInside, rest } from "../testing.ts";
import type { TestInside } from "../testing.ts";

/** The tiny network at its last epoch, 2, where its four units are 6 to 9, with their weights to three classes. */
async function openNeurons(
  question: ReadonlyMap<string, string> = new Map([["neurons", "main"]]),
): Promise<TestInside> {
  const opened = await openInside();
  const { inside } = opened;
  inside.neurons.read((name) => question.get(name));
  await when(() => inside.neurons.weights !== null || inside.neurons.layer?.weighs === false);
  return opened;
}

it("sorts the units of the last layer by their weight to the predicted class, or to another one", async () => {
  const { inside, stop } = await openNeurons();
  const { neurons } = inside;
  expect([neurons.layer?.name, neurons.target]).toEqual(["flat", 2]);
  expect(neurons.sides).toEqual({ positive: [0, 3, 1, 2], negative: [] });
  neurons.chooseClass(1);
  expect(neurons.sides?.positive).toEqual([3, 2, 1, 0]);
  neurons.chooseClass(0);
  expect(neurons.sides).toEqual({ positive: [], negative: [] });
  stop();
});

it("multiplies weights and activations, and says where their sum is not the logit", async () => {
  const { inside, stop } = await openNeurons();
  const { neurons } = inside;
  neurons.show("contribution");
  expect(neurons.contributions).toEqual(Float32Array.of(24, 14, 8, 27));
  expect(neurons.sides?.positive).toEqual([3, 0, 1, 2]);
  expect(neurons.speakers).toEqual({ positive: [3, 0, 1, 2], negative: [] });
  expect(neurons.balance).toEqual({ positive: 73, negative: 0, bias: -2, sum: 71, logit: 12, addsUp: false });
  stop();
});

it("requests the weights of all epochs, from the one on screen outward, only while the neurons are shown", async () => {
  const { inside, looker, stop } = await openNeurons();
  await when(() => inside.neurons.weightsOver(3).length === 3);
  expect(looker.asked.filter((one) => one.startsWith("weights"))).toEqual([
    "weights 2 2",
    "weights 1 2",
    "weights 0 2",
  ]);
  expect(inside.neurons.weightsOver(3)).toEqual([0, 1, 2].map((epoch) => ({ epoch, weight: 3 })));
  inside.neurons.toggle();
  await rest();
  expect(inside.weighing).toEqual([]);
  expect(inside.weighingOver).toBeNull();
  stop();
});

it("shows units without weights to the classes, too", async () => {
  const { inside, stop } = await openNeurons(new Map([["neurons", "3"]]));
  const { neurons } = inside;
  await when(() => neurons.units !== null);
  expect(neurons.units).toEqual(Float32Array.of(10, 11, 12));
  expect([neurons.sides, neurons.balance, neurons.keepsWeights]).toEqual([null, null, false]);
  expect(neurons.speakers).toEqual({ positive: [], negative: [] });
  stop();
});

it("is kept in the address, where what is malformed is as it is by default", async () => {
  const question = new Map([
    ["neurons", "2"],
    ["toward", "1"],
    ["cells", "contribution"],
  ]);
  const { inside, stop } = await openNeurons(question);
  expect(new Map(inside.parts.filter(([name]) => question.has(name)))).toEqual(question);
  inside.neurons.read((name) =>
    new Map([
      ["neurons", "all"],
      ["toward", "x"],
      ["cells", "?"],
    ]).get(name),
  );
  expect(inside.neurons.texts).toEqual({ neurons: null, toward: null, cells: null });
  stop();
});

it("shows the predicted class where an address has a number of no class", async () => {
  const { inside, stop } = await openNeurons(
    new Map([
      ["neurons", "2"],
      ["toward", "900"],
    ]),
  );
  const { neurons } = inside;
  await when(() => neurons.units !== null);
  expect([neurons.chosen, neurons.target, neurons.texts.toward]).toEqual([null, 2, null]);
  stop();
});
