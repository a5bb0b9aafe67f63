/** The way of samples from where they are on screen to their places in another projection. */
import type { CameraRig } from "./CameraRig.ts";
import type { Contents } from "./Contents.ts";

/** Return where all samples are drawn, in CSS pixels, shape (samples, 2), gliding ones on their way; null while none are. */
export function placesOnScreen(rig: CameraRig, { table, moment, points }: Contents): Float32Array | null {
  if (table === null || moment === null) return null;
  const places = new Float32Array(2 * table.samples);
  for (let sample = 0; sample < table.samples; sample++) {
    const place = points.glidingTo(rig.inWorld(table.at(sample, moment)), sample);
    places.set(rig.fromWorld(...place), 2 * sample);
  }
  return places;
}

/** Have the points of these samples come from there; return false where they are others. */
export function comeFrom(places: Float32Array, rig: CameraRig, { table, points }: Contents): boolean {
  if (table === null || places.length !== 2 * table.samples) return false;
  const origins = new Float32Array(table.layerLength);
  for (let at = 0; at < places.length; at += 2) origins.set(rig.toWorld(places[at] ?? 0, places[at + 1] ?? 0), at);
  points.setOrigins(origins);
  return true;
}
