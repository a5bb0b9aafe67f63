/** Which samples the pointer or a lasso means: none while points glide, since they are not where they will be. */
import type { CameraRig } from "./CameraRig.ts";
import type { Contents } from "./Contents.ts";
import type { Motion } from "./Motion.ts";
import type { Overlays } from "./Overlays.ts";
import { pickSample, REACH, samplesInside } from "./picking.ts";
import type { Position } from "./positions.ts";

export class Picker {
  constructor(
    private readonly contents: Contents,
    private readonly rig: CameraRig,
    private readonly overlays: Overlays,
    private readonly motion: Pick<Motion, "gliding">,
  ) {}

  /** The sample at a place, in CSS pixels; null where there is none. */
  at(x: number, y: number): number | null {
    const { table, moment } = this.contents;
    if (table === null || moment === null || this.motion.gliding) return null;
    const pictured = this.overlays.sampleAt(x, y);
    if (pictured !== null) return pictured;
    const [unitX, unitY] = this.rig.toUnits(x, y);
    const { diameter } = this.contents.stylesAt(this.rig.relativeZoom).points;
    const radius = Math.max(REACH, diameter / 2) * this.rig.unitsPerPixel();
    return pickSample(table, moment, { x: unitX, y: unitY, radius }, (sample) => this.contents.isDrawn(sample));
  }

  /** The samples inside an outline, in CSS pixels; null while nothing can be picked. */
  inside(outline: readonly Position[]): number[] | null {
    const { table, moment } = this.contents;
    if (table === null || moment === null || this.motion.gliding) return null;
    const inUnits = outline.map(([x, y]) => this.rig.toUnits(x, y));
    return samplesInside(table, moment, inUnits, (sample) => this.contents.isDrawn(sample));
  }
}
