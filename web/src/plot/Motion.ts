/** What moves by itself on the plot: the comet tails behind points, and the glide from one projection to the next. */

/** Milliseconds in which a tail's tip covers about two thirds of the way to its point: while that moves, and at rest. */
const LAG = 500,
  RETRACTION = 120;
/** Epochs. */
const LONGEST_TAIL = 1,
  NO_TAIL = 0.01,
  FILM_TAIL = 0.4;
/** Milliseconds from frame to frame: after longer ones there are fewer tails, after shorter ones more. */
const SLOW = 30,
  FAST = 22;
/** Shares: of the tails that stay after a slow frame, of those that come after a fast one, and the smallest of all. */
const KEPT = 0.7,
  ADDED = 0.02,
  FEWEST = 0.02;
/** A longer frame counts as this many milliseconds, so that a slow page still shows what moves. */
const LONGEST_FRAME = 200;
/** Milliseconds. */
const GLIDE = 500;
/** How far behind a gliding point the tip of its tail is, as a share of the glide. */
const GLIDE_TAIL = 0.25;

export interface Frame {
  /** Where on the timeline the tips of tails are. */
  readonly tip: number;
  /** How far points have come from the last projection to this one, 0 to 1, and how far the tips of their tails. */
  readonly glide: number;
  readonly tipGlide: number;
  /** The share of points with a tail: all, where the browser can draw them in time. */
  readonly tails: number;
}

/** What of a frame is drawn: without a tip there are no tails. */
export interface MotionDrawn extends Omit<Frame, "tip"> {
  readonly tip: number | null;
}

export const AT_REST: MotionDrawn = { tip: null, glide: 1, tipGlide: 1, tails: 1 };

export class Motion {
  /** Whether the user wants things to move. */
  enabled = true;
  private position: number | null = null;
  private tip = 0;
  private time = 0;
  private tails = 1;
  private glideBegan: number | null = null;

  beginGlide(): void {
    this.glideBegan = -1;
  }

  /** Be still at wherever the timeline is in the next frame. */
  reset(): void {
    this.position = this.glideBegan = null;
  }

  get gliding(): boolean {
    return this.glideBegan !== null;
  }

  /** Advance to a frame at a time in milliseconds, in which a position on the timeline is shown. */
  advance(position: number, time: number): Frame {
    const milliseconds = time - this.time;
    if (this.position !== null && !this.still) this.tails = nextTails(this.tails, milliseconds);
    this.tip = this.nextTip(position, Math.min(LONGEST_FRAME, milliseconds));
    this.position = position;
    this.time = time;
    const glide = this.glideAt(time);
    const tipGlide = eased(Math.max(0, glide - GLIDE_TAIL));
    return { tip: this.tip, glide: eased(glide), tipGlide, tails: this.tails };
  }

  /** Whether nothing moves after the last frame. */
  get still(): boolean {
    return !this.gliding && this.tip === this.position;
  }

  private nextTip(position: number, milliseconds: number): number {
    // Playing that starts over jumps to the first epoch.
    if (!this.enabled || this.position === null || Math.abs(position - this.position) > LONGEST_TAIL) return position;
    const lag = position === this.position ? RETRACTION : LAG;
    const behind = (this.tip - position) * Math.exp(-milliseconds / lag);
    return Math.abs(behind) < NO_TAIL ? position : position + Math.max(-LONGEST_TAIL, Math.min(LONGEST_TAIL, behind));
  }

  private glideAt(time: number): number {
    if (this.glideBegan === null) return 1;
    if (this.glideBegan < 0) this.glideBegan = time;
    const share = (time - this.glideBegan) / GLIDE;
    if (share < 1) return share;
    this.glideBegan = null;
    return 1;
  }
}

/** What moves in a film: the tips of tails are behind the position, but at it at both ends. */
export function inFilm(position: number, lastPosition: number): MotionDrawn {
  return { ...AT_REST, tip: position - Math.min(FILM_TAIL, position, lastPosition - position) };
}

function nextTails(share: number, milliseconds: number): number {
  if (milliseconds > SLOW) return share * KEPT < FEWEST ? 0 : share * KEPT;
  return milliseconds < FAST ? Math.min(1, Math.max(FEWEST, share * (1 + ADDED))) : share;
}

function eased(share: number): number {
  return 1 - (1 - share) ** 3;
}
