/** The part of the camera's picture that the network sees. */

/** In shares of the picture as it is shown: where its middle is, and its size against the largest that fits. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** In pixels of the picture. */
export interface Box extends Size {
  readonly left: number;
  readonly top: number;
}

export const START: Region = { x: 0.5, y: 0.5, size: 0.8 };
export const LEAST_SIZE = 0.1;
/** An address has thousandths. */
const STEPS = 1000;

/** Return where a region is in a picture; `shape` is what the network takes. */
export function boxOf({ x, y, size }: Region, picture: Size, shape: Size): Box {
  const scale = size * Math.min(picture.width / shape.width, picture.height / shape.height);
  const [width, height] = [scale * shape.width, scale * shape.height];
  return { left: x * picture.width - width / 2, top: y * picture.height - height / 2, width, height };
}

/** Return the nearest region that lies within the picture, in the steps of an address. */
export function placed({ x, y, size }: Region, picture: Size, shape: Size): Region {
  const kept = stepped(between(size, LEAST_SIZE, 1));
  const { width, height } = boxOf({ x, y, size: kept }, picture, shape);
  const [across, down] = [width / picture.width / 2, height / picture.height / 2];
  return { x: stepped(between(x, across, 1 - across)), y: stepped(between(y, down, 1 - down)), size: kept };
}

/** "500.500.800" */
export function textOfRegion({ x, y, size }: Region): string {
  return [x, y, size].map((share) => Math.round(share * STEPS)).join(".");
}

/** Return the region of a text; null where it is malformed. */
export function regionOfText(text: string): Region | null {
  const found = /^(\d+)\.(\d+)\.(\d+)$/.exec(text);
  const [x = 0, y = 0, size = 0] = (found?.slice(1) ?? []).map((steps) => Number(steps) / STEPS);
  return found === null || x > 1 || y > 1 || size < LEAST_SIZE || size > 1 ? null : { x, y, size };
}

function between(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

function stepped(share: number): number {
  return Math.round(share * STEPS) / STEPS;
}
