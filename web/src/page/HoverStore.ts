/** The sample under the pointer, and what its card shows. */
import { makeAutoObservable, observableRef } from "mobx";
import type { ColumnsStore } from "../loaded/ColumnsStore.ts";
import type { PredictionsStore } from "../loaded/PredictionsStore.ts";
import type { RunStore } from "../loaded/RunStore.ts";
import type { TextsStore } from "../loaded/TextsStore.ts";
import { measureOf } from "../numbers/measures.ts";
import type { SampleMeasure } from "../numbers/measures.ts";
import type { Measures } from "../numbers/measureTable.ts";
import { labelOf, measureText } from "../numbers/names.ts";
import type { Tile } from "../numbers/samples.ts";
import type { ClassesStore } from "./ClassesStore.ts";
import type { ColorStore } from "./ColorStore.ts";
import type { MeasuresStore } from "./MeasuresStore.ts";
import type { TimelineStore } from "./TimelineStore.ts";

export interface Hovered {
  readonly sample: number;
  /** CSS pixels from the upper left of the plot. */
  readonly x: number;
  readonly y: number;
}

export interface HoveredInPlot extends Hovered {
  /** The side on which fewer other samples are near. */
  readonly emptier: "left" | "right";
}

interface Needs {
  readonly run: RunStore;
  readonly classes: ClassesStore;
  readonly timeline: TimelineStore;
  readonly predictions: PredictionsStore;
  readonly columns: ColumnsStore;
  readonly texts: TextsStore | null;
  readonly measures: MeasuresStore;
  readonly color: ColorStore;
  readonly tileOf: (sample: number) => Tile | null;
}

export class HoverStore {
  hovered: HoveredInPlot | null = null;
  /** The sample hovered elsewhere on the page: its point gets a ring. */
  ringed: number | null = null;

  constructor(private readonly page: Needs) {
    makeAutoObservable(this, { hovered: observableRef });
  }

  get sample(): number | null {
    return this.hovered?.sample ?? null;
  }

  get label(): number {
    return this.page.run.samples?.label[this.sample ?? 0] ?? 0;
  }

  get labelName(): string {
    return this.page.classes.names[this.label] ?? String(this.label);
  }

  get split(): string {
    return this.page.run.manifest?.splits[this.page.run.samples?.split[this.sample ?? 0] ?? 0] ?? "";
  }

  /** Null while predictions are loading, and where this epoch has none. */
  get prediction(): { name: string; number: number; confidence: number; right: boolean | null } | null {
    if (this.sample === null || this.page.timeline.epoch === null) return null;
    const prediction = this.page.predictions.at(this.page.timeline.epoch, this.sample);
    if (prediction === null) return null;
    const { predicted: number, confidence } = prediction;
    return {
      name: this.page.classes.names[number] ?? String(number),
      number,
      confidence,
      right: this.page.run.labeled ? number === this.label : null,
    };
  }

  /** What its color says, if that is a measure or a column. */
  get measured(): { readonly name: string; readonly text: string } | null {
    if (this.sample === null) return null;
    const { color, columns } = this.page;
    if (color.column !== null) {
      const text = columns.textAt(color.column, this.page.timeline.epoch, this.sample);
      return text === null ? null : { name: color.column.name, text };
    }
    if (this.colored === null || this.values === null) return null;
    return {
      name: labelOf(this.colored).name,
      text: this.page.timeline.say(measureText(this.colored, this.values[this.sample] ?? NaN)),
    };
  }

  /** What it says, where samples are texts; null while that is not here. */
  get words(): string | null {
    return this.sample === null ? null : (this.page.texts?.at(this.sample) ?? null);
  }

  get tile(): Tile | null {
    return this.sample === null ? null : this.page.tileOf(this.sample);
  }

  hover(hovered: HoveredInPlot | null): void {
    const same =
      hovered?.sample === this.hovered?.sample && hovered?.x === this.hovered?.x && hovered?.y === this.hovered?.y;
    if (!same) this.hovered = hovered;
  }

  ring(sample: number | null): void {
    this.ringed = sample;
  }

  /** The measure that colors the plot; null where classes or verdicts do. */
  private get colored(): SampleMeasure | null {
    return measureOf(this.page.color.shown);
  }

  /** Values of every sample at the epoch shown, so that the next hovered sample is only a lookup. */
  private get values(): Measures | null {
    return this.colored === null ? null : this.page.measures.valuesAt(this.colored, this.page.timeline.epoch);
  }
}
