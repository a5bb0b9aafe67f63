/** Which samples differ between the two views at the last epoch: in the predictions of two runs, or in their neighbors. */
import { makeAutoObservable, observableRef, reaction } from "mobx";
import { LatestRequest } from "../../api/LatestRequest.ts";
import type { ClassNumbers } from "../../api/arrays.ts";
import { numbersWhere } from "../../numbers/samples.ts";
import type { Page } from "../../page/Page.ts";
import type { SecondViewStore } from "./SecondViewStore.ts";
import { sharedNeighbors } from "./sharedNeighbors.ts";

/** How the predictions of two runs can differ: which of them is correct. */
export const DISAGREEMENTS = ["first", "second", "neither"] as const;
export type Disagreement = (typeof DISAGREEMENTS)[number];

/** Two layouts of one run at their last epochs, shape (samples, 2), and the samples in them. */
interface Layouts {
  readonly first: Uint16Array;
  readonly second: Uint16Array;
  readonly members: Uint32Array;
}

interface Shared {
  readonly of: Layouts;
  /** How many of each sample's nearest neighbors are in both layouts, shape (samples). */
  readonly counts: Uint8Array;
}

/** A sample that differs between the views. */
export interface Difference {
  readonly sample: number;
  readonly label: number;
  /** The class that each run predicts at its last epoch; null if there is no prediction. */
  readonly predicted: number | null;
  readonly secondPredicted: number | null;
  /** How many of its nearest neighbors are in both layouts of one run. */
  readonly shared: number | null;
}

const PAGE = 50;

export class ComparisonStore {
  /** Which of two runs is correct about the listed samples. */
  disagreement: Disagreement = "first";
  /** The share of the samples compared so far; null while none are being compared. */
  share: number | null = null;
  private limit = PAGE;
  private shared: Shared | null = null;
  readonly #latest = new LatestRequest();

  constructor(
    private readonly first: Page,
    private readonly second: SecondViewStore,
  ) {
    makeAutoObservable<this, "shared">(this, { shared: observableRef });
  }

  /** The visible samples about which two runs disagree at their last epochs; null until the predictions are loaded. */
  get disagreements(): Readonly<Record<Disagreement, Uint32Array<ArrayBuffer>>> | null {
    const { same, sameRun } = this.second;
    if (!this.first.run.labeled || this.second.page?.run.labeled === false) return null;
    const [one, other] = [lastPredicted(this.first), lastPredicted(this.second.page)];
    const [label, otherLabel] = [this.first.run.samples?.label, this.second.page?.run.samples?.label];
    if (sameRun || same === null || one === null || other === null || label === undefined || otherLabel === undefined)
      return null;
    const samples: Record<Disagreement, number[]> = { first: [], second: [], neither: [] };
    for (const sample of this.members) {
      const twin = same.inSecond[sample] ?? -1;
      if (twin < 0) continue;
      const [right, otherRight] = [one[sample] === label[sample], other[twin] === otherLabel[twin]];
      if (right !== otherRight) samples[right ? "first" : "second"].push(sample);
      else if (!right && one[sample] !== other[twin]) samples.neither.push(sample);
    }
    return {
      first: Uint32Array.from(samples.first),
      second: Uint32Array.from(samples.second),
      neither: Uint32Array.from(samples.neither),
    };
  }

  /** The mean number of nearest neighbors in both layouts; null until they are counted. */
  get meanShared(): number | null {
    const { counts, members } = this;
    return counts === null || members.length === 0
      ? null
      : members.reduce((sum, sample) => sum + (counts[sample] ?? 0), 0) / members.length;
  }

  /** The samples that differ: for two runs those with the chosen disagreement, for one run those with the fewest shared neighbors first. */
  get samples(): Uint32Array {
    if (!this.second.sameRun)
      return this.disagreements === null ? new Uint32Array() : this.disagreements[this.disagreement];
    const { counts } = this;
    if (counts === null) return new Uint32Array();
    return this.members.slice().sort((one, other) => (counts[one] ?? 0) - (counts[other] ?? 0) || one - other);
  }

  /** The first of them, with their differences. */
  get listed(): Difference[] {
    const {
      counts,
      second: { same },
    } = this;
    const [predicted, secondPredicted] = [lastPredicted(this.first), lastPredicted(this.second.page)];
    return Array.from(this.samples.subarray(0, this.limit), (sample) => ({
      sample,
      label: this.first.run.samples?.label[sample] ?? 0,
      predicted: predicted?.[sample] ?? null,
      secondPredicted: secondPredicted?.[same?.inSecond[sample] ?? -1] ?? null,
      shared: counts?.[sample] ?? null,
    }));
  }

  get more(): number {
    return Math.max(0, this.samples.length - this.limit);
  }

  showDisagreement(disagreement: Disagreement): void {
    this.disagreement = disagreement;
    this.limit = PAGE;
  }

  showMore(): void {
    this.limit += PAGE;
  }

  /** Count shared neighbors while the tool is open. */
  follow(): () => void {
    return reaction(
      () => (this.first.workspace.open === "compare" ? this.layouts : null),
      (layouts) => {
        if (layouts !== null) void this.count(layouts);
      },
    );
  }

  private get counts(): Uint8Array | null {
    const { layouts, shared } = this;
    return shared !== null && shared.of === layouts ? shared.counts : null;
  }

  /** Null unless both views show loaded layouts of one run. */
  private get layouts(): Layouts | null {
    const { page, sameRun } = this.second;
    if (page === null || !sameRun || !this.first.positions.complete || !page.positions.complete) return null;
    const [first, second] = [
      this.first.positions.sequence?.positions.at(-1),
      page.positions.sequence?.positions.at(-1),
    ];
    return first === undefined || second === undefined ? null : { first, second, members: this.members };
  }

  /** The visible samples. */
  private get members(): Uint32Array<ArrayBuffer> {
    return numbersWhere(this.first.drawing.onScreen, (visible) => visible === 1);
  }

  private async count(layouts: Layouts): Promise<void> {
    if (this.shared?.of === layouts) return;
    this.report(0);
    const { first, second, members } = layouts;
    const counts = await this.#latest.run((signal) =>
      sharedNeighbors(first, second, members, signal, (share) => {
        this.report(share);
      }),
    );
    if (counts !== null) this.finish({ of: layouts, counts });
  }

  private report(share: number): void {
    this.share = share;
  }

  private finish(shared: Shared): void {
    this.shared = shared;
    this.share = null;
    this.limit = PAGE;
  }
}

/** Return the predicted classes at the last epoch of a view's run; null until they are loaded. */
function lastPredicted(page: Page | null): ClassNumbers | null {
  return page?.predictions.predictedAt(page.predictions.epochs.at(-1) ?? null) ?? null;
}
