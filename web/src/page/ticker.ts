/** The clock of everything that moves: calls back once a frame with the milliseconds since the last one. */

export type Ticker = (tick: (milliseconds: number) => void) => () => void;

/** A tab that was away comes back where it was, not minutes later. */
const LONGEST_STEP = 100;

export const frameTicker: Ticker = (tick) => {
  let last = performance.now();
  let frame: number | null = requestAnimationFrame(step);
  function step(now: number): void {
    tick(Math.min(LONGEST_STEP, Math.max(0, now - last)));
    last = now;
    // Only now: what the tick asks to draw is then drawn before the next tick, and not together with it.
    if (frame !== null) frame = requestAnimationFrame(step);
  }
  return () => {
    if (frame !== null) cancelAnimationFrame(frame);
    frame = null;
  };
};
