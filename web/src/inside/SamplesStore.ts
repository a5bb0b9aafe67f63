/** The ways to another recorded sample: by number, class or search, at random, or by how wrong it is. */
import { makeAutoObservable, reaction } from "mobx";
import type { Page } from "../page/Page.ts";
import type { Term } from "../queries/condition.ts";
import type { InputStore } from "./InputStore.ts";
import { mostWrong, nextOf } from "./samples.ts";

export class SamplesStore {
  /** The search that has led to a sample already. */
  private followed: readonly Term[] | null = null;

  constructor(
    private readonly page: Pick<Page, "drawing" | "measures" | "query" | "run" | "timeline">,
    private readonly input: InputStore,
  ) {
    makeAutoObservable<this, "page" | "input" | "followed">(this, { page: false, input: false, followed: false });
  }

  get count(): number {
    return this.page.run.manifest?.sample_count ?? 0;
  }

  /** What the search of the page finds at the epoch shown; null where nothing is searched for, or that is not known yet. */
  get found(): Uint32Array | null {
    return this.page.drawing.found;
  }

  get previous(): number | null {
    return nextOf(this.asked, this.input.sample, -1);
  }

  get next(): number | null {
    return nextOf(this.asked, this.input.sample, 1);
  }

  /** Whether it can be said how wrong samples are. */
  get knowsWrong(): boolean {
    return this.page.measures.available.includes("margin");
  }

  /** Null where none is misclassified, or that is not known yet. */
  get mostWrong(): number | null {
    const margin = this.page.measures.valuesAt("margin", this.page.timeline.restingEpoch);
    return margin === null ? null : mostWrong(margin);
  }

  show(sample: number | null): void {
    if (sample !== null) this.input.showSample(sample);
  }

  showRandom(): void {
    this.show(this.asked[Math.floor(Math.random() * this.asked.length)] ?? null);
  }

  /** Go on to the next sample of a class. */
  showNextOf(label: number): void {
    const labels = this.page.run.samples?.label;
    const members = this.asked.filter((sample) => labels?.[sample] === label);
    this.show(nextOf(members, this.input.sample, 1));
  }

  /** Go on to a sample that is found whenever something else is searched for. Returns how to stop. */
  follow(): () => void {
    return reaction(
      () => (this.found === null ? null : this.page.query.terms),
      (terms) => {
        if (terms === null || terms === this.followed) return;
        this.followed = terms;
        if (this.input.source === "sample" && this.found?.includes(this.input.sample) === false) this.show(this.next);
      },
    );
  }

  /** Those that the arrows go through. */
  private get asked(): Uint32Array {
    return this.found ?? Uint32Array.from({ length: this.count }, (_, sample) => sample);
  }
}
