import { expect, it } from "vitest";
import { placeAbove, placeBeside } from "./placeBeside.ts";
import { numberedTicks, polylinePoints, tickEvery } from "./ticks.ts";
import { count, percent, shortCount, shortEpoch } from "./format.ts";

it("formats numbers for reading", () => {
  expect([count(10000), shortCount(23520842), percent(0.9412), percent(0.8, 0)]).toEqual([
    "10,000",
    "23.5M",
    "94.1%",
    "80%",
  ]);
  expect([percent(0), percent(0.0004), percent(0.0005), percent(0.001, 0)]).toEqual(["0.0%", "< 0.1%", "0.1%", "< 1%"]);
});

it("numbers as many ticks as fit", () => {
  expect([3, 21, 22, 51, 201].map((ticks) => tickEvery(ticks))).toEqual([1, 1, 2, 5, 10]);
  expect(tickEvery(21, 8)).toBe(5);
});

it("numbers ticks at any distance from each other where they do not meet", () => {
  expect([...numberedTicks([0, 0.01, 0.5, 1], ["0", "10", "500", "1000"])]).toEqual([0, 2, 3]);
  expect([...numberedTicks([0, 0.25, 0.5, 0.75, 1], ["0", "2.501B", "5B", "7.5B", "10B"], 6)]).toEqual([0, 2, 4]);
  expect([7, 99_999, 1_000_000, 1_234_567, 2_147_483_647].map(shortEpoch)).toEqual([
    "7",
    "99999",
    "1M",
    "1.235M",
    "2.147B",
  ]);
});

it("draws shares upwards", () => {
  expect(
    polylinePoints([
      { across: 0, up: 0 },
      { across: 1, up: 0.75 },
    ]),
  ).toBe("0.00,100.00 100.00,25.00");
});

/** Fake: an element with a size; the simulated browser has no layout. */
function sized(width: number, height: number): HTMLElement {
  const element = document.createElement("div");
  for (const [name, value] of Object.entries({
    offsetWidth: width,
    offsetHeight: height,
    clientWidth: width,
    clientHeight: height,
  }))
    Object.defineProperty(element, name, { value });
  return element;
}

it("puts a card to the right of its point, or to the left if there is no room, always inside", () => {
  const [room, card] = [sized(800, 600), sized(200, 100)];
  room.append(card);
  const places = [
    { x: 100, y: 300 },
    { x: 700, y: 300 },
    { x: 100, y: 0 },
    { x: 100, y: 600 },
  ].map((point) => {
    placeBeside(card, point);
    return card.style.transform;
  });
  expect(places).toEqual([
    "translate(116px, 250px)",
    "translate(484px, 250px)",
    "translate(116px, 8px)",
    "translate(116px, 492px)",
  ]);
});

it("puts a card on the preferred side, unless it fits only on the other", () => {
  const [room, card] = [sized(800, 600), sized(200, 100)];
  room.append(card);
  const lefts = [100, 223, 224, 300, 576, 577, 700].flatMap((x) =>
    (["left", "right"] as const).map((side) => {
      placeBeside(card, { x, y: 300 }, side);
      return Number(/\((\d+)px/.exec(card.style.transform)?.[1]) - x;
    }),
  );
  const [left, right] = [-216, 16];
  expect(lefts).toEqual([right, right, right, right, left, right, left, right, left, right, left, left, left, left]);
});

it("puts a card above its point, or below if there is no room, never over it", () => {
  const [room, card] = [sized(300, 300), sized(200, 60)];
  room.append(card);
  const places = [
    { x: 150, y: 200 },
    { x: 10, y: 40 },
    { x: 290, y: 300 },
  ].map((point) => {
    placeAbove(card, point);
    return card.style.transform;
  });
  expect(places).toEqual(["translate(50px, 124px)", "translate(0px, 56px)", "translate(100px, 224px)"]);
});
