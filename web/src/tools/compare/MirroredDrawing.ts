/** Draws the second view's samples as the first view draws the same ones. Samples that only the second has are gray. */
import { makeAutoObservable } from "mobx";
import type { RunStore } from "../../loaded/RunStore.ts";
import { numbersWhere } from "../../numbers/samples.ts";
import { GRAYED, HIDDEN } from "../../page/DrawingStore.ts";
import type { Drawing } from "../../page/DrawingStore.ts";
import { translate } from "./sameSamples.ts";
import type { SameSamples } from "./sameSamples.ts";

const NO_SAMPLES = new Uint32Array();

export class MirroredDrawing implements Drawing {
  /** `same` is re-evaluated whenever it changes; it returns null until the samples are matched. */
  constructor(
    private readonly run: RunStore,
    private readonly first: Drawing,
    private readonly same: () => SameSamples | null,
  ) {
    // A function would become an action, which is not tracked.
    makeAutoObservable<this, "same">(this, { same: false });
  }

  get states(): Uint8Array<ArrayBuffer> {
    const { states } = this.first;
    return this.mirrored((sample) => states[sample] ?? GRAYED, GRAYED);
  }

  get onScreen(): Uint8Array<ArrayBuffer> {
    const { onScreen } = this.first;
    return this.mirrored((sample) => onScreen[sample] ?? 0, 1);
  }

  get shown(): Drawing["shown"] {
    return numbersWhere(this.states, (state) => state !== HIDDEN);
  }

  /** The legend is the first view's. */
  get foundByClass(): number[] | null {
    return this.first.foundByClass;
  }

  get found(): Uint32Array<ArrayBuffer> | null {
    const { found } = this.first;
    return found === null ? null : this.translated(found);
  }

  get raised(): Uint32Array<ArrayBuffer> {
    return this.translated(this.first.raised);
  }
  get selected(): Uint32Array<ArrayBuffer> {
    return this.translated(this.first.selected);
  }
  get trails(): Uint32Array<ArrayBuffer> {
    return this.translated(this.first.trails);
  }

  private translated(samples: Uint32Array): Uint32Array<ArrayBuffer> {
    const same = this.same();
    return same === null ? NO_SAMPLES : translate(samples, same.inSecond);
  }

  private mirrored(at: (sample: number) => number, alone: number): Uint8Array<ArrayBuffer> {
    const inFirst = this.same()?.inFirst;
    return Uint8Array.from({ length: this.run.samples?.label.length ?? 0 }, (_, sample) => {
      const other = inFirst?.[sample] ?? -1;
      return other < 0 ? alone : at(other);
    });
  }
}
