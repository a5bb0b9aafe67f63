/** Which samples end differently in the two views: in what two networks take them for, or in who is near to them. */
import { makeAutoObservable, observableRef, reaction } from "mobx";
import { LatestRequest } from "../../api/LatestRequest.ts";
import type { ClassNumbers } from "../../api/manifest.ts";
import { numbersWhere } from "../../numbers/samples.ts";
import type { Page } from "../../page/Page.ts";
import type { SecondViewStore } from "./SecondViewStore.ts";
import { sharedNeighbors } from "./sharedNeighbors.ts";

/** How the predictions of two runs can part. */
export const PARTINGS = ["first", "second", "neither"] as const;
export type Parting = (typeof PARTINGS)[number];

/** Two pictures of one run at their last epochs, shape (samples, 2), and the samples in them. */
interface Pictures {
  readonly first: Uint16Array;
  readonly second: Uint16Array;
  readonly members: Uint32Array;
}

interface Shared {
  readonly of: Pictures;
  /** Of the nearest of each sample, how many are the same in both pictures; shape (samples). */
  readonly counts: Uint8Array;
}

/** A sample that ends differently. */
export interface Parted {
  readonly sample: number;
  readonly label: number;
  /** What each run takes it for at its last epoch; null where it does not say. */
  readonly predicted: number | null;
  readonly secondPredicted: number | null;
  /** How many of its nearest are the same in both pictures of one run. */
  readonly shared: number | null;
}

const PAGE = 50;

export class ComparisonStore {
  /** Which of two runs is right about the samples that are listed. */
  parting: Parting = "first";
  /** The share of the neighbors that is counted; null while none are. */
  share: number | null = null;
  private room = PAGE;
  private shared: Shared | null = null;

  constructor(
    private readonly first: Page,
    private readonly second: SecondViewStore,
    private readonly latest = new LatestRequest(),
  ) {
    makeAutoObservable<this, "first" | "second" | "latest" | "shared">(this, {
      first: false,
      second: false,
      latest: false,
      shared: observableRef,
    });
  }

  /** The samples of one run on screen that two runs' predictions part at their last epochs; null where they are not here. */
  get parted(): Readonly<Record<Parting, Uint32Array<ArrayBuffer>>> | null {
    const { same, sameRun } = this.second;
    const [one, other] = [lastPredicted(this.first), lastPredicted(this.second.page)];
    const [label, otherLabel] = [this.first.run.samples?.label, this.second.page?.run.samples?.label];
    if (sameRun || same === null || one === null || other === null || label === undefined || otherLabel === undefined)
      return null;
    const found: Record<Parting, number[]> = { first: [], second: [], neither: [] };
    for (const sample of this.members) {
      const twin = same.inSecond[sample] ?? -1;
      if (twin < 0) continue;
      const [right, otherRight] = [one[sample] === label[sample], other[twin] === otherLabel[twin]];
      if (right !== otherRight) found[right ? "first" : "second"].push(sample);
      else if (!right && one[sample] !== other[twin]) found.neither.push(sample);
    }
    return {
      first: Uint32Array.from(found.first),
      second: Uint32Array.from(found.second),
      neither: Uint32Array.from(found.neither),
    };
  }

  /** How many of a sample's nearest are the same in both pictures, on average; null where they are not counted. */
  get meanShared(): number | null {
    const { counts, members } = this;
    return counts === null || members.length === 0
      ? null
      : members.reduce((sum, sample) => sum + (counts[sample] ?? 0), 0) / members.length;
  }

  /** The samples that end differently: of two runs those that part as is asked for, of one run those with the fewest common neighbors first. */
  get samples(): Uint32Array {
    if (!this.second.sameRun) return this.parted === null ? new Uint32Array() : this.parted[this.parting];
    const { counts } = this;
    if (counts === null) return new Uint32Array();
    return this.members.slice().sort((one, other) => (counts[one] ?? 0) - (counts[other] ?? 0) || one - other);
  }

  /** The first of them. */
  get listed(): Parted[] {
    const {
      counts,
      second: { same },
    } = this;
    const [predicted, secondPredicted] = [lastPredicted(this.first), lastPredicted(this.second.page)];
    return Array.from(this.samples.subarray(0, this.room), (sample) => ({
      sample,
      label: this.first.run.samples?.label[sample] ?? 0,
      predicted: predicted?.[sample] ?? null,
      secondPredicted: secondPredicted?.[same?.inSecond[sample] ?? -1] ?? null,
      shared: counts?.[sample] ?? null,
    }));
  }

  get more(): number {
    return Math.max(0, this.samples.length - this.room);
  }

  showParting(parting: Parting): void {
    this.parting = parting;
    this.room = PAGE;
  }

  showMore(): void {
    this.room += PAGE;
  }

  /** Count neighbors while somebody looks at the list. */
  follow(): () => void {
    return reaction(
      () => (this.first.workspace.open === "compare" ? this.pictures : null),
      (pictures) => {
        if (pictures !== null) void this.count(pictures);
      },
    );
  }

  private get counts(): Uint8Array | null {
    const { pictures, shared } = this;
    return shared !== null && shared.of === pictures ? shared.counts : null;
  }

  /** Null unless two pictures of one run are here. */
  private get pictures(): Pictures | null {
    const { page, sameRun } = this.second;
    if (page === null || !sameRun || !this.first.frames.complete || !page.frames.complete) return null;
    const [first, second] = [this.first.frames.frames?.positions.at(-1), page.frames.frames?.positions.at(-1)];
    return first === undefined || second === undefined ? null : { first, second, members: this.members };
  }

  /** The samples on screen. */
  private get members(): Uint32Array<ArrayBuffer> {
    return numbersWhere(this.first.drawing.onScreen, (there) => there === 1);
  }

  private async count(pictures: Pictures): Promise<void> {
    if (this.shared?.of === pictures) return;
    this.tell(0);
    const { first, second, members } = pictures;
    const counts = await this.latest.run((signal) =>
      sharedNeighbors(first, second, members, signal, (share) => {
        this.tell(share);
      }),
    );
    if (counts !== null) this.finish({ of: pictures, counts });
  }

  private tell(share: number): void {
    this.share = share;
  }

  private finish(shared: Shared): void {
    this.shared = shared;
    this.share = null;
    this.room = PAGE;
  }
}

/** What a view's run takes its samples for at its last epoch; null where that is not here. */
function lastPredicted(page: Page | null): ClassNumbers | null {
  return page?.predictions.predictedAt(page.run.manifest?.epochs.at(-1) ?? null) ?? null;
}
