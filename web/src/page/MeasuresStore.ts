/** Numbers about every sample at an epoch: what one can color, filter and sort by. */
import { makeAutoObservable } from "mobx";
import type { Manifest } from "../api/manifest.ts";
import type { ColumnsStore } from "../loaded/ColumnsStore.ts";
import type { DynamicsStore } from "../loaded/DynamicsStore.ts";
import type { PredictionsStore } from "../loaded/PredictionsStore.ts";
import type { QualityStore } from "../loaded/QualityStore.ts";
import type { RunStore } from "../loaded/RunStore.ts";
import { columnName, isNumberColumn, SAMPLE_MEASURES } from "../numbers/measures.ts";
import type { KnownMeasure, NumberColumn, SampleMeasure } from "../numbers/measures.ts";
import { learnedAsKnown, rowAt, summedUp } from "../numbers/measureTable.ts";
import type { MeasureTable, Measures } from "../numbers/measureTable.ts";
import { scaleOf } from "../numbers/scales.ts";
import type { Scale } from "../numbers/scales.ts";
import type { ProjectionStore } from "./ProjectionStore.ts";

/** Those that count what happened up to the epoch, and have to be loaded. */
const DYNAMIC: ReadonlySet<KnownMeasure> = new Set([
  "label_confidence",
  "variability",
  "correctness",
  "forgotten",
  "first_learned",
  "area_under_margin",
  "layer_motion",
]);

const SHARE = 255,
  FINE_SHARE = 65535,
  AMOUNT = 4096;

interface Needs {
  readonly run: RunStore;
  readonly projection: ProjectionStore;
  readonly predictions: PredictionsStore;
  readonly quality: QualityStore;
  readonly dynamics: DynamicsStore;
  readonly columns: ColumnsStore;
}

export class MeasuresStore {
  constructor(private readonly page: Needs) {
    makeAutoObservable(this);
  }

  /** The measures of this run and layer, loaded or not. */
  get available(): readonly SampleMeasure[] {
    const { manifest } = this.page.run;
    if (manifest === null) return [];
    const known = {
      layer_motion: this.neighbors !== null,
      trustworthiness: (this.page.projection.entry?.quality ?? null) !== null,
    } as Partial<Record<KnownMeasure, boolean>>;
    const measured = SAMPLE_MEASURES.filter(
      (one) => known[one] ?? (DYNAMIC.has(one) ? manifest.dynamics !== null : hasPrediction(manifest, one)),
    );
    const own = manifest.columns
      .filter(({ kind }) => kind === "number")
      .map(({ name }): NumberColumn => `number:${name}`);
    return [...measured, ...own];
  }

  /** Those whose numbers are here. */
  get loaded(): readonly SampleMeasure[] {
    return this.available.filter((one) => this.tableOf(one) !== null);
  }

  /** What is kept of the own space of the layer on screen. */
  get neighbors() {
    return this.page.run.manifest?.neighbors.find(({ layer }) => layer === this.page.projection.layer) ?? null;
  }

  /** Have it loaded if it is not here. */
  want(measure: SampleMeasure): void {
    if (isNumberColumn(measure)) this.page.columns.want(columnName(measure));
    else if (DYNAMIC.has(measure)) this.page.dynamics.want();
  }

  /**
   * The values at an epoch in their own units, shape (samples): shares from 0 to 1, nats, logits, counts, epochs. What a
   * sample has not (an epoch at which it was learned) is NaN. Null where they are not here, or not of this epoch.
   */
  valuesAt(measure: SampleMeasure, epoch: number | null): Measures | null {
    const table = epoch === null ? null : this.tableOf(measure);
    return table === null || epoch === null ? null : rowAt(table, epoch);
  }

  /** The values at all epochs; null where they are not here. */
  tableOf(measure: SampleMeasure): MeasureTable | null {
    if (isNumberColumn(measure)) return this.columnTable(columnName(measure));
    if (measure === "first_learned") return this.learned;
    if (measure === "layer_motion") return this.ways;
    const { predictions } = this.page.predictions;
    const { dynamics } = this.page.dynamics;
    const quality = this.page.quality.of(this.page.projection.entry);
    const tables = {
      confidence: [predictions, predictions?.confidence, SHARE],
      loss: [predictions, predictions?.loss, AMOUNT],
      margin: [predictions, predictions?.margin, 1],
      label_confidence: [dynamics, dynamics?.label_confidence, FINE_SHARE],
      variability: [dynamics, dynamics?.variability, FINE_SHARE],
      correctness: [dynamics, dynamics?.correctness, SHARE],
      forgotten: [dynamics, dynamics?.forgotten, 1],
      area_under_margin: [dynamics, dynamics?.area_under_margin, 1],
      trustworthiness: [quality, quality?.trustworthiness, SHARE],
    } as const;
    const [source, values, steps] = tables[measure];
    return this.table(source?.epochs, values, steps);
  }

  /** What it is colored on; null where the numbers that decide it are not here. */
  scaleOf(measure: SampleMeasure): Scale | null {
    const table = this.tableOf(measure);
    return table === null ? null : scaleOf(measure, table, this.page.run.manifest?.dataset.classes.length ?? 0);
  }

  private get learned(): MeasureTable | null {
    const { dynamics } = this.page.dynamics;
    return dynamics && this.table(dynamics.epochs, learnedAsKnown(dynamics.first_learned, dynamics.epochs), 1);
  }

  /** Each sample's whole way in the layer on screen up to each epoch. */
  private get ways(): MeasureTable | null {
    const { motion } = this.page.dynamics;
    if (motion?.layer !== this.neighbors?.layer) return null;
    return motion && this.table(motion.epochs, summedUp(motion.steps, this.samples), AMOUNT);
  }

  private columnTable(name: string): MeasureTable | null {
    const column = this.page.columns.of(name);
    return column && this.table(column.epochs, column.values, 1);
  }

  /** Of the epochs that are here: a run that is still training may have more by now. */
  private table(
    epochs: readonly number[] | null | undefined,
    values: MeasureTable["values"] | undefined,
    steps: number,
  ): MeasureTable | null {
    // Numbers of the run before stay until those of this one are requested.
    const fit = epochs !== undefined && values?.length === (epochs?.length ?? 1) * this.samples;
    return fit ? { epochs, values, steps } : null;
  }

  private get samples(): number {
    return this.page.run.manifest?.sample_count ?? 0;
  }
}

/** Without labels, predictions have neither loss nor margin. */
function hasPrediction({ predictions }: Manifest, name: string): boolean {
  return predictions?.arrays.some((array) => array.name === name) ?? false;
}
