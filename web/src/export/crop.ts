/** What part of the world a saved plot shows: the samples and little more, unless the user has chosen a view. */
import type { Size } from "../plot/camera.ts";
import type { Frame, Rect } from "../plot/framing.ts";

/** CSS pixels around the outermost samples, for points and names there. */
const MARGIN = 32;
/** The least height, as a share of the width, and the most: films are watched on wide screens. */
const FLATTEST = 0.45;
export const STEEPEST = { still: 1.1, film: 0.75 };
/** Of the world's side of 2, for samples that are all in one place. */
const LEAST_SIDE = 0.02;

/** Return a frame of this width around the samples, as high as they need and at most a share of the width. */
export function croppedTo(samples: Rect, width: number, steepest: number): Frame {
  const room = width - 2 * MARGIN;
  const { width: across, height: up } = atLeast(samples);
  const height = Math.min(steepest, Math.max(FLATTEST, up / across)) * room + 2 * MARGIN;
  return fittedTo(samples, { width, height: Math.round(height) });
}

/** Return a frame of this size with all samples in it. */
export function fittedTo(samples: Rect, size: Size): Frame {
  const { x, y, width, height } = atLeast(samples);
  const margin = {
    across: size.width / Math.max(1, size.width - 2 * MARGIN),
    up: size.height / Math.max(1, size.height - 2 * MARGIN),
  };
  return { size, rect: { x, y, width: width * margin.across, height: height * margin.up } };
}

/** Return a frame of this width that shows what is on screen. */
export function scaledTo(seen: { readonly size: Size }, width: number): Frame {
  const height = Math.round((seen.size.height * width) / seen.size.width);
  return { size: width === seen.size.width ? seen.size : { width, height }, rect: null };
}

function atLeast({ x, y, width, height }: Rect): Rect {
  return { x, y, width: Math.max(width, LEAST_SIDE), height: Math.max(height, LEAST_SIDE) };
}
