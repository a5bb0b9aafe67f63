/** Walks through the plot by keyboard, from sample to sample. */
import type { Picking } from "../page/SelectionStore.ts";
import type { CameraRig } from "./CameraRig.ts";
import { isInView, positionIn } from "./drawn.ts";
import type { Painter } from "./Painter.ts";
import type { Pointing } from "./Pointing.ts";
import { middleSample, nextSample } from "./walking.ts";
import type { Step } from "./walking.ts";

/** How far a step of a walk goes at least, in CSS pixels. */
const NEAR_STEP = 0.5,
  FAR_STEP = 80;
/** Closer to the edge than this, a sample that a walk reaches is moved to the middle of the plot. */
const EDGE = 12;

export class Walker {
  constructor(
    private readonly pointing: Pointing,
    private readonly rig: CameraRig,
    private readonly painter: Pick<Painter, "now">,
    private readonly events: { onPick(samples: readonly number[], picking: Picking): void },
  ) {}

  /** Go to the nearest sample in a direction, or to a farther one; the first step goes to the middle of the plot. */
  walk(step: Step, far: boolean): void {
    const drawn = this.painter.now;
    if (drawn === null) return;
    const from = this.pointing.sample;
    const next =
      from === null
        ? middleSample(drawn)
        : nextSample(drawn, positionIn(drawn, from), step, far ? FAR_STEP : NEAR_STEP);
    if (next === null) return;
    if (!isInView(drawn, positionIn(drawn, next), -EDGE)) this.rig.center(drawn.table.at(next, drawn.moment));
    this.pointing.hover(next);
  }

  /** Pick the sample that the walk has reached; return whether it has reached one. */
  pick(picking: Picking): boolean {
    const { sample } = this.pointing;
    if (sample !== null) this.events.onPick([sample], picking);
    return sample !== null;
  }

  /** Leave the sample that the walk has reached, or that is hovered; return whether there was one. */
  leave(): boolean {
    const { sample } = this.pointing;
    if (sample !== null) this.pointing.hover(null);
    return sample !== null;
  }
}
