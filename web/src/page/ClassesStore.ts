/** Which classes are on screen, and their colors. */
import { makeAutoObservable, observableRef } from "mobx";
import type { RunStore } from "../loaded/RunStore.ts";
import { NO_VALUE_COLOR } from "../numbers/paint.ts";
import { classColor } from "../numbers/palette.ts";
import { allowedGroups, ownName } from "./merging.ts";
import type { AskedGroup } from "./merging.ts";
import type { ThemeStore } from "./preferences.ts";

/** What samples without labels are called. */
const NO_LABEL = "no label";
const NO_NAMES: readonly string[] = [];
const COLOR = /^#[0-9a-f]{6}$/;

interface Needs {
  readonly run: RunStore;
  readonly theme: ThemeStore;
}

export class ClassesStore {
  hidden: ReadonlySet<number> = new Set();
  /** Colors that the user chose in place of the palette's, "#rrggbb" by class. */
  chosen: ReadonlyMap<number, string> = new Map();
  /** The class that is pointed at in a list or a chart; null is none. */
  highlighted: number | null = null;

  constructor(private readonly page: Needs) {
    makeAutoObservable(this, { hidden: observableRef, chosen: observableRef });
  }

  /** The name of every class; all classes of a group have its name. */
  get names(): readonly string[] {
    const { labeled, merging } = this.page.run;
    const named = this.ownNames.map((name, number) => merging.groupOf(number)?.name ?? name);
    return labeled ? named : [...named, NO_LABEL];
  }

  /** The numbers of the classes that are listed: all that are not shown as another one. */
  get listed(): readonly number[] {
    return [...this.names.keys()].filter((number) => this.page.run.merging.isShown(number));
  }

  /** The names in the run, whether or not classes are merged. */
  get ownNames(): readonly string[] {
    return this.page.run.manifest?.dataset.classes ?? NO_NAMES;
  }

  /** The groups of classes that are shown as one, as the address has them. */
  get groups(): readonly AskedGroup[] {
    return this.page.run.merging.groups.map(({ members, name }) => ({
      members,
      name: name === ownName(members, this.ownNames) ? null : name,
    }));
  }

  /** The name of a class and, where that is known, what it means. */
  titleOf(number: number): string {
    const name = this.names[number] ?? String(number);
    const meaning = this.meaningOf(number);
    return meaning === "" ? name : `${name} – ${meaning}`;
  }

  /** What a class means, or which classes a group has; empty where nothing is known. */
  meaningOf(number: number): string {
    const { manifest, merging } = this.page.run;
    const group = merging.groupOf(number);
    return group === null ? (manifest?.dataset.meanings[number] ?? "") : ownName(group.members, this.ownNames);
  }

  /** Show classes as one; groups with unknown classes are left out. */
  merge(groups: readonly AskedGroup[]): void {
    const { merging } = this.page.run;
    merging.show(allowedGroups(groups, this.ownNames));
    this.hidden = new Set([...this.hidden].filter((number) => merging.isShown(number)));
  }

  /** "#rrggbb" of every class. */
  get colors(): readonly string[] {
    return this.names.map((_, number) => this.colorOf(number));
  }

  colorOf(one: number): string {
    const number = this.page.run.merging.shownAs(one);
    return this.chosen.get(number) ?? (this.isLabel(number) ? this.paletteColor(number) : NO_VALUE_COLOR);
  }

  /** Give a class another color; a malformed color, or the palette's own, changes nothing. */
  chooseColor(number: number, color: string): void {
    this.chooseColors(new Map([...this.chosen, [number, color]]));
  }

  chooseColors(colors: ReadonlyMap<number, string>): void {
    const isOther = ([number, color]: [number, string]) => COLOR.test(color) && color !== this.paletteColor(number);
    this.chosen = new Map([...colors].filter(isOther));
  }

  isVisible(number: number): boolean {
    return !this.hidden.has(number);
  }

  /** Whether it is the only class shown. */
  isAlone(number: number): boolean {
    return this.isVisible(number) && this.hidden.size === this.listed.length - 1;
  }

  highlight(number: number | null): void {
    this.highlighted = number;
  }

  toggleClass(number: number): void {
    this.hideWhere((other) => (other === number ? this.isVisible(other) : this.hidden.has(other)));
  }

  /** Show only this class; where it already is the only one, show all again. */
  isolateClass(number: number): void {
    const alone = this.isAlone(number);
    this.hideWhere((other) => !alone && other !== number);
  }

  /** Show only this class, which the first click of a double click has just shown or hidden. */
  isolateToggled(number: number): void {
    this.toggleClass(number);
    this.isolateClass(number);
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

  private paletteColor(number: number): string {
    return classColor(number, this.page.theme.resolved);
  }

  private isLabel(number: number): boolean {
    return this.page.run.labeled || number < this.names.length - 1;
  }

  private hideWhere(isHidden: (number: number) => boolean): void {
    this.hidden = new Set(this.listed.filter(isHidden));
  }
}
