/** The query: conditions on samples and on what the network predicted for them over the epochs. */
import { makeAutoObservable, observableRef } from "mobx";
import type { ColumnsStore } from "../loaded/ColumnsStore.ts";
import type { DynamicsStore } from "../loaded/DynamicsStore.ts";
import type { LabelEvidenceStore } from "../loaded/LabelEvidenceStore.ts";
import type { PredictionsStore } from "../loaded/PredictionsStore.ts";
import type { QualityStore } from "../loaded/QualityStore.ts";
import type { RunStore } from "../loaded/RunStore.ts";
import type { TextsStore } from "../loaded/TextsStore.ts";
import type { Measures } from "../numbers/measureTable.ts";
import { hasFields, hasMeasure, requiredMeasure } from "../queries/condition.ts";
import type { Condition, Question, RankedMeasure, Term, Vocabulary } from "../queries/condition.ts";
import { boundOf } from "../queries/extremes.ts";
import { matchAll } from "../queries/matching.ts";
import { measureName } from "../queries/measures.ts";
import { formatWhere, parseWhere } from "../queries/where.ts";
import { boundText, queryText, termText } from "../queries/text.ts";
import type { ClassesStore } from "./ClassesStore.ts";
import type { MeasuresStore } from "./MeasuresStore.ts";
import type { TimelineStore } from "./TimelineStore.ts";

interface Needs {
  readonly run: RunStore;
  readonly classes: ClassesStore;
  readonly timeline: TimelineStore;
  readonly predictions: PredictionsStore;
  readonly quality: QualityStore;
  readonly dynamics: DynamicsStore;
  readonly labelEvidence: LabelEvidenceStore;
  readonly measures: MeasuresStore;
  readonly columns: ColumnsStore;
  readonly texts: TextsStore | null;
}

export class QueryStore {
  /** All of them must hold. */
  terms: readonly Term[] = [];
  /** The index of the term whose fields are open; null is none. */
  edited: number | null = null;

  constructor(private readonly page: Needs) {
    makeAutoObservable(this, { terms: observableRef });
  }

  get empty(): boolean {
    return this.terms.length === 0;
  }

  get vocabulary(): Vocabulary {
    const { manifest } = this.page.run;
    return {
      unit: this.page.timeline.unit,
      epoch: this.page.timeline.epoch ?? 0,
      epochs: manifest?.epochs ?? [],
      classes: this.page.classes.names.slice(0, manifest?.dataset.classes.length),
      splits: manifest?.splits ?? [],
      labeled: this.page.run.labeled,
      predicted: (manifest?.predictions ?? null) !== null,
      measures: this.page.measures.available,
      columns: manifest?.columns.filter(({ kind }) => kind === "class") ?? [],
      texts: this.page.texts !== null,
      samples: manifest?.sample_count ?? 0,
      suspects: (manifest?.label_errors ?? null) !== null,
    };
  }

  /** 1 where every term holds at the epoch shown, shape (samples); null without terms, or until their values are loaded. */
  get matches(): Uint8Array<ArrayBuffer> | null {
    const { samples, manifest } = this.page.run;
    const { epoch } = this.page.timeline;
    if (this.empty || samples === null || manifest === null || epoch === null) return null;
    return matchAll(this.terms, {
      epoch,
      epochs: manifest.epochs,
      label: samples.label,
      split: samples.split,
      columnAt: (name, at) => this.columnAt(name, at),
      texts: () => this.page.texts?.all ?? null,
      predictedAt: (at) => this.page.predictions.predictedAt(at),
      valuesAt: (measure, at) => this.valuesAt(measure, at),
    });
  }

  /** Why there is no result; null if there is one, or it is still loading. */
  get problem(): string | null {
    if (this.empty || this.matches !== null) return null;
    const missing = this.wanted.find((measure) => !hasMeasure(measure, this.vocabulary));
    if (missing !== undefined && missing !== "suspicion")
      return `${this.page.run.manifest?.title ?? "This run"} has no ${this.page.timeline.say(measureName(missing))} for this layer and setting. Try another one, or remove the condition.`;
    const { predictions, quality, dynamics, labelEvidence, columns, texts } = this.page;
    const sources = [predictions, quality, dynamics, labelEvidence, columns, ...(texts === null ? [] : [texts])];
    return sources.find(({ problem }) => problem !== null)?.problem?.message ?? null;
  }

  /** The query as one may type it. */
  get text(): string {
    return queryText(this.terms, this.vocabulary);
  }

  /** The query with what "high" and "low" are at the epoch shown: "loss ≥ 2.31 nats (top 5%)". */
  get explained(): string {
    return this.terms.map((term) => `${term.not ? "not " : ""}${this.explainedOf(term.condition)}`).join(" and ");
  }

  /** The query as the address writes it; null where there is none. */
  get where(): string | null {
    return this.empty ? null : formatWhere(this.terms);
  }

  /** Return a condition's text, with what "high" and "low" are at the epoch shown. */
  explainedOf(condition: Condition): string {
    const { epoch } = this.page.timeline;
    if (condition.kind !== "extreme" || epoch === null) return termText({ condition, not: false }, this.vocabulary);
    const values = this.valuesAt(condition.measure, epoch);
    return boundText(condition, values === null ? null : boundOf(condition, values));
  }

  /** Replace the query. */
  ask(question: Question): void {
    this.setTerms([]);
    for (const { condition, not } of question) this.add(condition, not);
  }

  /** Add a condition; ignore one that is already listed. */
  add(condition: Condition, not = false): void {
    const form = formatWhere([{ condition, not }]);
    if (!this.terms.some((term) => formatWhere([term]) === form)) this.setTerms([...this.terms, { condition, not }]);
  }

  /** Add a condition and open its fields, if it has any. */
  begin(condition: Condition): void {
    this.add(condition);
    const form = formatWhere([{ condition, not: false }]);
    if (hasFields(condition)) this.edited = this.terms.findIndex((term) => formatWhere([term]) === form);
  }

  replace(index: number, condition: Condition): void {
    this.change(this.terms.map((term, at) => (at === index ? { ...term, condition } : term)));
  }

  negate(index: number): void {
    this.change(this.terms.map((term, at) => (at === index ? { ...term, not: !term.not } : term)));
  }

  /** Open the fields of a term, or close them where they are open. */
  edit(index: number | null): void {
    this.edited = this.edited === index ? null : index;
  }

  remove(index: number): void {
    this.setTerms(this.terms.filter((_, at) => at !== index));
  }

  clear(): void {
    this.setTerms([]);
  }

  /** Show the query of an address, without the conditions that this run cannot answer. */
  show(where: string | null): void {
    this.setTerms(parseWhere(where ?? "", this.vocabulary));
  }

  private setTerms(terms: readonly Term[]): void {
    this.edited = null;
    this.change(terms);
  }

  private change(terms: readonly Term[]): void {
    this.terms = terms;
    for (const measure of this.wanted)
      if (measure === "suspicion") this.page.labelEvidence.want();
      else this.page.measures.want(measure);
    for (const { condition } of terms)
      if (condition.kind === "column") this.page.columns.want(condition.column);
      else if (condition.kind === "text") void this.page.texts?.wantAll();
  }

  private columnAt(name: string, epoch: number): Uint16Array | null {
    const row = this.page.columns.rowAt(name, epoch);
    return row instanceof Uint16Array ? row : null;
  }

  private valuesAt(measure: RankedMeasure, epoch: number): Measures | null {
    if (measure !== "suspicion") return this.page.measures.valuesAt(measure, epoch);
    return this.page.labelEvidence.of(this.page.run.manifest)?.suspicion ?? null;
  }

  private get wanted() {
    return this.terms.flatMap(({ condition }) => requiredMeasure(condition) ?? []);
  }
}
