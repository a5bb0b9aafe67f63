/** Which classes are on screen, and their colours. */
import { makeAutoObservable, observableRef } from "mobx";
import { classColour, coloursOf } from "./palette.ts";
import type { RunStore } from "./RunStore.ts";

export class ClassesStore {
  hidden: ReadonlySet<number> = new Set();

  constructor(private readonly run: RunStore) {
    makeAutoObservable<this, "run">(this, { run: false, hidden: observableRef });
  }

  get names(): readonly string[] {
    return this.run.manifest?.dataset.classes ?? [];
  }

  /** RGBA bytes, shape (classes, 4); alpha 0 hides. */
  get rgba(): Uint8Array<ArrayBuffer> {
    return coloursOf(this.names.length, (number) => this.hidden.has(number));
  }

  colourOf(number: number): string {
    return classColour(number);
  }

  isVisible(number: number): boolean {
    return !this.hidden.has(number);
  }

  toggleClass(number: number): void {
    this.hideWhere((other) => (other === number ? this.isVisible(other) : this.hidden.has(other)));
  }

  /** Show only this class; where it already is the only one, show all again. */
  isolateClass(number: number): void {
    const alone = this.isVisible(number) && this.hidden.size === this.names.length - 1;
    this.hideWhere((other) => !alone && other !== number);
  }

  showAll(): void { this.hideWhere(() => false); }
  hideAll(): void { this.hideWhere(() => true); }
  invert(): void { this.hideWhere((number) => this.isVisible(number)); }

  hide(numbers: readonly number[]): void {
    this.hideWhere((number) => numbers.includes(number));
  }

  private hideWhere(isHidden: (number: number) => boolean): void {
    this.hidden = new Set([...this.names.keys()].filter(isHidden));
  }
}
