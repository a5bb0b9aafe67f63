/** Which classes are on screen, and their colors. */
import { makeAutoObservable, observableRef } from "mobx";
import type { RunStore } from "../loaded/RunStore.ts";
import { classColor } from "../numbers/palette.ts";

const COLOR = /^#[0-9a-f]{6}$/;

export class ClassesStore {
  hidden: ReadonlySet<number> = new Set();
  /** Colors that the user chose in place of the palette's, "#rrggbb" by class. */
  chosen: ReadonlyMap<number, string> = new Map();
  /** The class that is pointed at in a list or a chart; null is none. */
  highlighted: number | null = null;

  constructor(private readonly run: RunStore) {
    makeAutoObservable<this, "run">(this, { run: false, hidden: observableRef, chosen: observableRef });
  }

  get names(): readonly string[] {
    return this.run.manifest?.dataset.classes ?? [];
  }

  /** "#rrggbb" of every class. */
  get colors(): readonly string[] {
    return this.names.map((_, number) => this.colorOf(number));
  }

  colorOf(number: number): string {
    return this.chosen.get(number) ?? classColor(number);
  }

  /** Give a class another color; a malformed color, or the palette's own, changes nothing. */
  chooseColor(number: number, color: string): void {
    this.chooseColors(new Map([...this.chosen, [number, color]]));
  }

  chooseColors(colors: ReadonlyMap<number, string>): void {
    this.chosen = new Map([...colors].filter(([number, color]) => COLOR.test(color) && color !== classColor(number)));
  }

  isVisible(number: number): boolean {
    return !this.hidden.has(number);
  }

  highlight(number: number | null): void {
    this.highlighted = number;
  }

  toggleClass(number: number): void {
    this.hideWhere((other) => (other === number ? this.isVisible(other) : this.hidden.has(other)));
  }

  /** Show only this class; where it already is the only one, show all again. */
  isolateClass(number: number): void {
    const alone = this.isVisible(number) && this.hidden.size === this.names.length - 1;
    this.hideWhere((other) => !alone && other !== number);
  }

  /** Show this class beside those that are shown. */
  showClass(number: number): void {
    this.hideWhere((other) => other !== number && this.hidden.has(other));
  }

  showAll(): void {
    this.hideWhere(() => false);
  }
  hideAll(): void {
    this.hideWhere(() => true);
  }
  invert(): void {
    this.hideWhere((number) => this.isVisible(number));
  }

  hide(numbers: readonly number[]): void {
    this.hideWhere((number) => numbers.includes(number));
  }

  private hideWhere(isHidden: (number: number) => boolean): void {
    this.hidden = new Set([...this.names.keys()].filter(isHidden));
  }
}
