/** What is drawn: strokes, what undo and redo go back to, and a replay. */
import { makeAutoObservable, observableRef } from "mobx";
import type { Ticker } from "../page/ticker.ts";
import { isBlank } from "./ink.ts";
import { firstPoints, SIDE, textOfStrokes } from "./strokes.ts";
import type { Point, Stroke } from "./strokes.ts";

/** Units across; the middle one is about as wide as the strokes of EMNIST. */
export const WIDTHS = [20, 30, 44] as const;
/** Units; nearer points add nothing to a stroke but length to its address. */
const LEAST_STEP = 3;
/** Points per second. */
const REPLAY_SPEED = 45;

const NOTHING: readonly Stroke[] = [];

export class SketchStore {
  tool: Stroke["tool"] = "pen";
  width: number = WIDTHS[1];
  /** What was drawn, step by step; `at` is the one shown. */
  private states: readonly (readonly Stroke[])[] = [NOTHING];
  private at = 0;
  /** Strokes of the page, to show what can be done: they go with the first one of the user. */
  private example: readonly Stroke[] | null = null;
  /** Whether the last stroke is still being drawn. */
  private drawing = false;
  /** How many points a replay has drawn; null where none is under way. */
  private replayed: number | null = null;
  private stopTicking: (() => void) | null = null;

  constructor(private readonly ticker: Ticker) {
    makeAutoObservable<this, "ticker" | "states" | "example" | "drawing" | "stopTicking">(this, {
      ticker: false,
      states: observableRef,
      example: observableRef,
      drawing: false,
      stopTicking: false,
    });
  }

  /** What is to be seen: a part of the drawing while it is replayed. */
  get strokes(): readonly Stroke[] {
    return this.replayed === null ? this.drawn : firstPoints(this.drawn, this.replayed);
  }

  get isExample(): boolean {
    return this.drawn === this.example;
  }

  get text(): string {
    return textOfStrokes(this.drawn);
  }

  get blank(): boolean {
    return isBlank(this.strokes);
  }

  get canUndo(): boolean {
    return this.at > 0;
  }

  get canRedo(): boolean {
    return this.at < this.states.length - 1;
  }

  get canClear(): boolean {
    return this.drawn.length > 0;
  }

  get replaying(): boolean {
    return this.replayed !== null;
  }

  choose(tool: Stroke["tool"]): void {
    this.tool = tool;
  }

  resize(width: number): void {
    this.width = width;
  }

  /** Begin a stroke. */
  press(point: Point): void {
    this.rest();
    const before = this.isExample ? NOTHING : this.drawn;
    this.add([...before, { tool: this.tool, width: this.width, points: [inside(point)] }]);
    this.drawing = true;
  }

  /** Continue the stroke. */
  drag(point: Point): void {
    const stroke = this.drawn.at(-1);
    const last = stroke?.points.at(-1);
    const next = inside(point);
    if (!this.drawing || stroke === undefined || last === undefined) return;
    if (Math.hypot(next.x - last.x, next.y - last.y) < LEAST_STEP || stroke.points.length >= 65_535) return;
    const longer = { ...stroke, points: [...stroke.points, next] };
    this.states = this.states.with(this.at, [...this.drawn.slice(0, -1), longer]);
  }

  undo(): void {
    this.rest();
    if (this.canUndo) this.at -= 1;
  }

  redo(): void {
    this.rest();
    if (this.canRedo) this.at += 1;
  }

  clear(): void {
    this.rest();
    if (this.canClear) this.add(NOTHING);
  }

  /** Show another drawing, as an address has it. */
  show(strokes: readonly Stroke[], isExample = false): void {
    this.rest();
    this.states = [strokes];
    this.at = 0;
    this.example = isExample ? strokes : null;
  }

  /** Draw it once more, point by point. */
  replay(): void {
    this.rest();
    const points = this.drawn.reduce((sum, stroke) => sum + stroke.points.length, 0);
    this.replayed = 0;
    this.stopTicking = this.ticker((milliseconds) => {
      this.goOn((REPLAY_SPEED * milliseconds) / 1000, points);
    });
  }

  /** End what is under way: the stroke, or a replay. */
  private rest(): void {
    this.drawing = false;
    this.stopTicking?.();
    this.stopTicking = null;
    this.replayed = null;
  }

  private goOn(by: number, points: number): void {
    this.replayed = (this.replayed ?? 0) + by;
    if (this.replayed >= points) this.rest();
  }

  private get drawn(): readonly Stroke[] {
    return this.states[this.at] ?? NOTHING;
  }

  private add(strokes: readonly Stroke[]): void {
    this.states = [...this.states.slice(0, this.at + 1), strokes];
    this.at = this.states.length - 1;
  }
}

function inside({ x, y, pressure }: Point): Point {
  const within = (value: number) => Math.min(SIDE - 1, Math.max(0, Math.round(value)));
  return { x: within(x), y: within(y), pressure: Math.min(255, Math.max(1, Math.round(pressure))) };
}
