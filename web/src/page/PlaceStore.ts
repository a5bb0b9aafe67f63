/** Where the page is, as its address says it, and how it opens another location. */
import { makeAutoObservable } from "mobx";
import type { RunsStore } from "../loaded/RunsStore.ts";
import type { HoverStore } from "./HoverStore.ts";
import type { InspectedStore } from "./InspectedStore.ts";
import { differentFields, NOWHERE } from "./location.ts";
import type { PageLocation } from "./location.ts";
import { EARLY_PARTS, LATE_PARTS, selectionText } from "./parts.ts";
import type { PartStores } from "./parts.ts";

interface Needs extends PartStores {
  readonly runs: RunsStore;
  readonly inspected: InspectedStore;
  readonly hover: HoverStore;
}

/** Steps to take while the page opens a location. */
export interface OpeningSteps {
  /** The run exists and is loading. */
  readonly onNamed?: () => void;
  /** The run is loaded and the location is shown. */
  readonly onOpened?: () => void;
  /** There is no such run. */
  readonly onAbsent?: () => void;
}

export class PlaceStore {
  #lastOpening: readonly [PageLocation, OpeningSteps] = [NOWHERE, {}];

  constructor(private readonly page: Needs) {
    makeAutoObservable(this);
  }

  /** The address of the page's state; null while that is changing. */
  get location(): PageLocation | null {
    return this.page.timeline.playing ? null : this.shown;
  }

  /** The same, also while the epochs are played; null until there is a run. */
  get shown(): PageLocation | null {
    const { run } = this.page;
    if (run.manifest === null) return null;
    const parts = [...EARLY_PARTS, ...LATE_PARTS].map(({ read }) => read(this.page));
    return Object.assign({ ...NOWHERE, run: run.manifest.name }, ...parts) as PageLocation;
  }

  /** The selection as short text; null if it is empty, or too long for an address. */
  get selectionText(): string | null {
    return selectionText(this.page.selection.samples);
  }

  async open(location: PageLocation, steps: OpeningSteps = {}): Promise<void> {
    this.#lastOpening = [location, steps];
    const { runs, run } = this.page;
    if (runs.runs === null) await runs.load();
    if (runs.runs === null) return;
    const name = location.run ?? runs.first?.name ?? null;
    const listed = name === null ? null : runs.find(name);
    if (name !== null && listed?.problem === null) await this.openRun(name, location, steps);
    else {
      run.showNone(name);
      steps.onAbsent?.();
      this.forgetSamples();
    }
  }

  /** Go back to another location of the same run, at the epoch on screen; its selection may be too large for a location. */
  restore(location: PageLocation, samples: Iterable<number>): void {
    if (this.shown === null) return;
    const different = differentFields(
      { ...location, epoch: this.shown.epoch, selected: this.shown.selected },
      this.shown,
    );
    for (const part of [...EARLY_PARTS, ...LATE_PARTS])
      if (Object.keys(part.read(this.page)).some((key) => different.has(key))) part.show(this.page, location);
    this.page.selection.pick(samples);
  }

  async openAgain(): Promise<void> {
    await this.open(...this.#lastOpening);
  }

  private async openRun(name: string, location: PageLocation, steps: OpeningSteps): Promise<void> {
    const { run } = this.page;
    const isOpen = run.name === name && run.manifest !== null;
    const shown = isOpen ? Promise.resolve(true) : run.showRun(name);
    for (const part of EARLY_PARTS) part.show(this.page, location);
    steps.onNamed?.();
    if (!isOpen) this.forgetSamples();
    if (!(await shown)) return;
    this.showSamples(location);
    steps.onOpened?.();
  }

  private showSamples(location: PageLocation): void {
    for (const part of LATE_PARTS) part.show(this.page, location);
  }

  private forgetSamples(): void {
    this.page.selection.clear();
    this.page.query.clear();
    this.page.inspected.show(null);
    // What is pointed at elsewhere goes with its run, and does not report that the pointer left.
    this.page.hover.ring(null);
  }
}
