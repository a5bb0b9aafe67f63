/** Paints a moment of a projection: the outlines of its density, the tails of its points, and the points. */
import type { CameraRig } from "./CameraRig.ts";
import type { Contents } from "./Contents.ts";
import type { Drawn } from "./drawn.ts";
import { backgroundOf } from "./looks.ts";
import type { MotionDrawn } from "./Motion.ts";
import { Outlines } from "./Outlines.ts";
import type { DrawnOutline } from "./Outlines.ts";
import type { PlotCanvas } from "./PlotCanvas.ts";
import { momentAt } from "./positions.ts";
import type { Moment, PositionTable } from "./positions.ts";

/** Outlines that move are painted with fewer pixels: no eye follows them all, and painting is what takes time. */
const MOVING_DETAIL = 0.5;

export class Painter {
  private readonly outlines = new Outlines();

  constructor(
    private readonly contents: Contents,
    private readonly canvas: PlotCanvas,
    private readonly rig: CameraRig,
  ) {}

  /** What is on screen; null while nothing is. */
  get now(): Drawn | null {
    return this.drawnAt(this.contents.moment);
  }

  /** Null if nothing is drawn, or the moment's epochs are not loaded. */
  drawnAt(moment: Moment | null): Drawn | null {
    const { relativeZoom } = this.rig;
    const drawn = this.contents.at(moment, relativeZoom);
    if (drawn === null) return null;
    return { ...drawn, size: this.canvas.size, relativeZoom, toPixels: (position) => this.rig.toPixels(position) };
  }

  outlinesOf(drawn: Drawn): DrawnOutline[] {
    return this.outlines.of(drawn);
  }

  /** Whether the outlines on screen are not yet those of the samples. */
  get late(): boolean {
    return this.outlines.late;
  }

  /** While samples move on screen, their outlines may be rough and late; while they glide, they have none. */
  paint(drawn: Drawn | null, pixelRatio: number, motion: MotionDrawn, moving = false): void {
    const { points } = this.contents;
    if (drawn !== null) {
      this.contents.sortFor(drawn.moment);
      points.showMoment(drawn.moment, drawn.table.samples);
      points.showMotion(motion, tipMoment(motion, drawn.table));
      const outlines = motion.glide < 1 ? [] : this.outlines.of(drawn, moving);
      points.backdrop.show(outlines, backgroundOf(drawn.skin), drawn.size, pixelRatio * (moving ? MOVING_DETAIL : 1));
      points.setStyles(drawn.points, drawn.raised, pixelRatio);
    }
    this.canvas.render(pixelRatio);
  }
}

/** Null where there are no tails, or their epochs are not loaded. */
function tipMoment({ tip }: MotionDrawn, table: PositionTable): Moment | null {
  const moment = tip === null ? null : momentAt(tip);
  return moment !== null && table.hasMoment(moment) ? moment : null;
}
