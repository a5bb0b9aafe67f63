/** What the colors of the samples say: their classes, what the network makes of them, or any number about them. */
import { makeAutoObservable } from "mobx";
import type { ClassNumbers } from "../api/arrays.ts";
import type { Column } from "../api/manifest.ts";
import { NO_CLASS } from "../loaded/ColumnsStore.ts";
import type { ColumnsStore } from "../loaded/ColumnsStore.ts";
import type { PredictionsStore } from "../loaded/PredictionsStore.ts";
import type { QualityStore } from "../loaded/QualityStore.ts";
import type { RunStore } from "../loaded/RunStore.ts";
import { coloringOf, columnName, isClassColumn, isColumn, measureOf } from "../numbers/measures.ts";
import type { ClassColumn, Coloring, SampleMeasure } from "../numbers/measures.ts";
import {
  codesOf,
  CORRECT_COLORS,
  MISCLASSIFIED_COLORS,
  NO_VALUE,
  NO_VALUE_COLOR,
  rgbaOf,
  rowsAt,
  scaleColors,
  scaleRanks,
  UNSUPPORTED,
  WRONG,
} from "../numbers/paint.ts";
import type { Paint } from "../numbers/paint.ts";
import { classColor } from "../numbers/palette.ts";
import type { ThemeName } from "../numbers/palette.ts";
import { emphasisOf } from "../numbers/scales.ts";
import type { Emphasis, Scale } from "../numbers/scales.ts";
import type { ClassesStore } from "./ClassesStore.ts";
import type { MeasuresStore } from "./MeasuresStore.ts";
import type { ThemeStore } from "./preferences.ts";
import type { ProjectionStore } from "./ProjectionStore.ts";

const NO_MARKS = 0;
const RGBA = 4;
/** Numbers of their colors. */
const VERDICTS = { misclassified: 0, correct: 1, unknown: 2 } as const;
const VERDICT_RANKS = Uint16Array.of(2, 1, 0);

interface Needs {
  readonly run: RunStore;
  readonly projection: ProjectionStore;
  readonly classes: ClassesStore;
  readonly predictions: PredictionsStore;
  readonly quality: QualityStore;
  readonly columns: ColumnsStore;
  readonly measures: MeasuresStore;
  readonly theme: ThemeStore;
  readonly leader: { readonly measures: MeasuresStore } | null;
}

export class ColorStore {
  /** Null is what suits the run. */
  private wanted: Coloring | null = null;

  constructor(private readonly page: Needs) {
    makeAutoObservable(this);
  }

  /** What this run and projection can be colored by. */
  get colorings(): readonly Coloring[] {
    const { labeled, manifest } = this.page.run;
    const predicted = manifest !== null && manifest.predictions !== null;
    return [
      this.plain,
      ...(predicted ? (["predicted"] as const) : []),
      ...(predicted && labeled ? (["correct"] as const) : []),
      ...this.page.measures.available,
      ...this.classColumns,
    ];
  }

  /** What was chosen, where it can be had. */
  get coloring(): Coloring {
    return this.wanted !== null && this.colorings.includes(this.wanted) ? this.wanted : this.suitable;
  }

  /** What was chosen as the address has it; null for what suits the run. */
  get chosen(): Coloring | null {
    return this.coloring === this.suitable ? null : this.coloring;
  }

  /** What the plot shows: classes until the numbers for another coloring are here. */
  get shown(): Coloring {
    return this.codes === null ? this.plain : this.coloring;
  }

  /** The column of classes that the colors are to say; null where they say something else. */
  get column(): Column | null {
    const { coloring } = this;
    if (!isClassColumn(coloring)) return null;
    return this.page.run.manifest?.columns.find(({ name }) => name === columnName(coloring)) ?? null;
  }

  /** "#rrggbb" of every class of that column. */
  get columnColors(): readonly string[] {
    return this.column?.classes.map((_, number) => classColor(number, this.themeName)) ?? [];
  }

  /** Whether some samples have no value, at any epoch. */
  get hasGaps(): boolean {
    const none = this.column === null ? NO_VALUE : this.column.classes.length;
    return this.codes?.includes(none) ?? false;
  }

  /** Whether each color is that of a class. */
  get showsClasses(): boolean {
    return this.showsLabels || this.shown === "predicted";
  }

  /** Whether it is that of a sample's own class, or the one of all samples without labels. */
  get showsLabels(): boolean {
    return this.shown === this.plain;
  }

  /** The end of the scale that stands out. */
  get emphasis(): Emphasis {
    return this.measure === null ? "high" : emphasisOf(this.measure);
  }

  /** The number that the colors are to say; null where they say something else. */
  get measure(): SampleMeasure | null {
    return measureOf(this.coloring);
  }

  /** Of that number; null while it is not here. */
  get scale(): Scale | null {
    return this.measure === null
      ? null
      : (this.shared.scaleOf(this.measure) ?? this.page.measures.scaleOf(this.measure));
  }

  /** The scales of the leading view, so that a color means the same in both. */
  private get shared(): MeasuresStore {
    return (this.page.leader ?? this.page).measures;
  }

  get paint(): Paint | null {
    const { samples } = this.page.run;
    if (samples === null) return null;
    return { colors: this.colors, codes: this.codes ?? samples.label, ranks: this.ranks, marks: this.marks };
  }

  /** Choose a coloring; an unknown name selects what suits the run. */
  choose(coloring: string | null): void {
    this.wanted = coloringOf(coloring);
    const measure = measureOf(this.wanted);
    if (measure !== null) this.page.measures.want(measure);
  }

  /** Have the values loaded of the column that colors the samples, where it is one. */
  wantColumn(): void {
    if (isColumn(this.coloring)) this.page.columns.want(columnName(this.coloring));
  }

  /** The color of a class; samples without labels have one color. */
  private get plain(): Coloring {
    return this.page.run.labeled ? "class" : "none";
  }

  /** Without labels, the first column of the run's own that has classes, or else numbers. */
  get suitable(): Coloring {
    if (this.page.run.labeled) return this.plain;
    return this.classColumns[0] ?? this.page.measures.available.find(isColumn) ?? this.plain;
  }

  private get classColumns(): readonly ClassColumn[] {
    const columns = this.page.run.manifest?.columns.filter(({ kind }) => kind === "class") ?? [];
    return columns.map(({ name }): ClassColumn => `class:${name}`);
  }

  private get colors(): Uint8Array<ArrayBuffer> {
    if (this.showsLabels) return rgbaOf(this.page.classes.colors);
    if (isClassColumn(this.shown)) return rgbaOf([...this.columnColors, NO_VALUE_COLOR]);
    if (this.shown === "predicted") return rgbaOf([...this.page.classes.colors, NO_VALUE_COLOR]);
    if (this.shown === "correct")
      return rgbaOf([MISCLASSIFIED_COLORS[this.themeName], CORRECT_COLORS[this.themeName], NO_VALUE_COLOR]);
    return scaleColors(this.emphasis, this.themeName);
  }

  private get ranks(): Uint16Array {
    if (this.showsClasses || isClassColumn(this.shown)) return new Uint16Array(this.colors.length / RGBA);
    return this.shown === "correct" ? VERDICT_RANKS : scaleRanks(this.emphasis);
  }

  private get themeName(): ThemeName {
    return this.page.theme.resolved;
  }

  /** Null for classes, and for values that are not loaded yet. */
  private get codes(): Uint8Array | Uint16Array | null {
    switch (this.coloring) {
      case "class":
      case "none":
        return null;
      case "predicted":
        return this.predicted;
      case "correct":
        return this.verdicts;
      default:
        return this.column === null ? this.measured : this.categories;
    }
  }

  /** Steps that the layer does not explain and, where chosen, wrong predictions. */
  private get marks(): Uint8Array<ArrayBuffer> {
    const steps = this.page.quality.of(this.page.projection.entry)?.unsupported;
    const verdicts = this.shown === "correct" ? this.verdicts : null;
    const samples = this.page.run.samples?.label.length ?? 0;
    const marked = steps === undefined && verdicts === null ? 1 : (this.page.projection.entry?.epochs.length ?? 1);
    const marks = new Uint8Array(marked * samples);
    steps?.forEach((unsupported, i) => {
      marks[i] = unsupported === 0 ? NO_MARKS : UNSUPPORTED;
    });
    verdicts?.forEach((verdict, i) => {
      marks[i] = (marks[i] ?? NO_MARKS) | (verdict === VERDICTS.misclassified ? WRONG : NO_MARKS);
    });
    return marks;
  }

  /** The class predicted at each of the projection's epochs, shape (epochs, samples); one after the last where that is not here. */
  private get predicted(): ClassNumbers | null {
    const { samples } = this.page.run;
    const { entry } = this.page.projection;
    const { predictions } = this.page.predictions;
    if (samples === null || predictions === null || entry === null) return null;
    const total = samples.label.length;
    const rows = entry.epochs.map((epoch) => predictions.epochs.indexOf(epoch));
    const Numbers = predictions.predicted.constructor as new (length: number) => ClassNumbers;
    const unknown = new Numbers(rows.length * total).fill(this.page.classes.names.length);
    return rowsAt(predictions.predicted, total, rows, unknown);
  }

  /** Whether each prediction is right, shape (epochs, samples). */
  private get verdicts(): Uint8Array | null {
    const { predicted } = this;
    const label = this.page.run.samples?.label;
    if (predicted === null || label === undefined) return null;
    const unknown = this.page.classes.names.length;
    return Uint8Array.from(predicted, (number, i) => {
      if (number === unknown) return VERDICTS.unknown;
      return number === label[i % label.length] ? VERDICTS.correct : VERDICTS.misclassified;
    });
  }

  /** The class in the column, shape (epochs, samples), or (samples); one after the last where it is missing. */
  private get categories(): Uint16Array | null {
    const values = this.column === null ? null : this.page.columns.of(this.column.name);
    const { entry } = this.page.projection;
    const samples = this.page.run.samples?.label.length ?? 0;
    if (values === null || entry === null || values.values.length !== samples * (values.epochs?.length ?? 1))
      return null;
    const none = this.column?.classes.length ?? 0;
    const known = Uint16Array.from(values.values, (number) => (number === NO_CLASS ? none : number));
    if (values.epochs === null) return known;
    const rows = entry.epochs.map((epoch) => values.epochs?.indexOf(epoch) ?? -1);
    return rowsAt(known, samples, rows, new Uint16Array(rows.length * samples).fill(none));
  }

  private get measured(): Uint16Array | null {
    const table = this.measure === null ? null : this.page.measures.tableOf(this.measure);
    const { entry } = this.page.projection;
    return table === null || this.scale === null || entry === null ? null : codesOf(table, this.scale, entry.epochs);
  }
}
