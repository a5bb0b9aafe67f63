/** What the page lays over the plot, and the part of the plot that it leaves free. */
import type { Box, Size } from "./camera.ts";

/** Names and thumbnails keep out of what is marked so; what always lies there takes room from the plot, too. */
const OVER_PLOT = "[data-over-plot]",
  ALWAYS = "[data-over-plot=always]";
/** The share of a plot that must stay free, or all of it counts as free. */
const LEAST_ROOM = 0.5;

/** Return what the page has over the plot now. */
export function boxesOver(host: HTMLElement): Box[] {
  return boxesOf(host, OVER_PLOT);
}

/** Return what the page has over every plot. */
export function boxesAlwaysOver(host: HTMLElement): Box[] {
  return boxesOf(host, ALWAYS);
}

function boxesOf(host: HTMLElement, selector: string): Box[] {
  const { left, top } = host.getBoundingClientRect();
  return [...(host.closest(".stage")?.querySelectorAll(selector) ?? [])].map((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return { x: x + width / 2 - left, y: y + height / 2 - top, width, height };
  });
}

export function overlap(one: Box, other: Box): boolean {
  return (
    Math.abs(one.x - other.x) < (one.width + other.width) / 2 &&
    Math.abs(one.y - other.y) < (one.height + other.height) / 2
  );
}

/** Return the part of a plot that is free of boxes: wide ones take it above or below them, high ones on one side. */
export function roomIn(size: Size, taken: readonly Box[]): Box {
  const plot = { ...size, x: size.width / 2, y: size.height / 2 };
  const room = taken.reduce<Box>((part, box) => (overlap(part, box) ? largestBeside(part, box) : part), plot);
  return room.width * room.height >= LEAST_ROOM * plot.width * plot.height ? room : plot;
}

function largestBeside(part: Box, box: Box): Box {
  if (box.width > box.height) {
    const [y, height] = longerRest(part.y, part.height, box.y, box.height);
    return { ...part, y, height };
  }
  const [x, width] = longerRest(part.x, part.width, box.x, box.width);
  return { ...part, x, width };
}

/** Return the middle and the length of what is left of a line before or after a piece of it. */
function longerRest(middle: number, length: number, at: number, taken: number): [middle: number, length: number] {
  const [first, last] = [middle - length / 2, middle + length / 2];
  const [before, after] = [at - taken / 2 - first, last - at - taken / 2];
  return before > after ? [first + before / 2, before] : [last - after / 2, after];
}
