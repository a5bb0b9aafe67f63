/** Which samples somebody looks for, by what the network made of them over the epochs. */
import { makeAutoObservable, observableRef } from "mobx";
import type { DynamicsStore } from "../loaded/DynamicsStore.ts";
import type { PredictionsStore } from "../loaded/PredictionsStore.ts";
import type { QualityStore } from "../loaded/QualityStore.ts";
import type { RunStore } from "../loaded/RunStore.ts";
import { hasFields, measureNeeded } from "../queries/condition.ts";
import type { Condition, Term, Vocabulary } from "../queries/condition.ts";
import { matchAll } from "../queries/matching.ts";
import { measureName } from "../queries/measures.ts";
import { formatWhere, parseWhere } from "../queries/where.ts";
import { queryWords } from "../queries/words.ts";
import type { MeasuresStore } from "./MeasuresStore.ts";
import type { TimelineStore } from "./TimelineStore.ts";

export class QueryStore {
  /** All of them must hold. */
  terms: readonly Term[] = [];
  /** The place of the term whose fields are open; null is none. */
  edited: number | null = null;

  constructor(
    private readonly run: RunStore,
    private readonly timeline: TimelineStore,
    private readonly predictions: PredictionsStore,
    private readonly quality: QualityStore,
    private readonly dynamics: DynamicsStore,
    private readonly measures: MeasuresStore,
  ) {
    makeAutoObservable<this, "run" | "timeline" | "predictions" | "quality" | "dynamics" | "measures">(this, {
      run: false,
      timeline: false,
      predictions: false,
      quality: false,
      dynamics: false,
      measures: false,
      terms: observableRef,
    });
  }

  get empty(): boolean {
    return this.terms.length === 0;
  }

  get vocabulary(): Vocabulary {
    const { manifest } = this.run;
    return {
      epoch: this.timeline.epoch ?? 0,
      epochs: manifest?.epochs ?? [],
      classes: manifest?.dataset.classes ?? [],
      splits: manifest?.splits ?? [],
      measures: this.measures.available,
    };
  }

  /** 1 where every term holds at the epoch shown, shape (samples); null where nothing is asked, or what it takes is not here. */
  get matches(): Uint8Array<ArrayBuffer> | null {
    const { samples, manifest } = this.run;
    const { epoch } = this.timeline;
    if (this.empty || samples === null || manifest === null || epoch === null) return null;
    return matchAll(this.terms, {
      epoch,
      epochs: manifest.epochs,
      label: samples.label,
      split: samples.split,
      predictedAt: (at) => this.predictions.predictedAt(at),
      valuesAt: (measure, at) => this.measures.valuesAt(measure, at),
    });
  }

  /** Why there is no answer, in words; null where there is one, or it is still coming. */
  get problem(): string | null {
    if (this.empty || this.matches !== null) return null;
    const missing = this.wanted.find((measure) => !this.measures.available.includes(measure));
    if (missing !== undefined)
      return `${this.run.manifest?.title ?? "This run"} has no ${measureName(missing)} for this layer and setting. Try another one, or remove the condition.`;
    return (
      [this.predictions, this.quality, this.dynamics].find(({ problem }) => problem !== null)?.problem?.words ?? null
    );
  }

  get words(): string {
    return queryWords(this.terms, this.vocabulary);
  }

  /** As the address has it; null where nothing is asked. */
  get where(): string | null {
    return this.empty ? null : formatWhere(this.terms);
  }

  /** Twice the same says no more than once. */
  add(condition: Condition, not = false): void {
    const form = formatWhere([{ condition, not }]);
    if (!this.terms.some((term) => formatWhere([term]) === form)) this.ask([...this.terms, { condition, not }]);
  }

  /** Add a condition with its fields open, where it has some. */
  begin(condition: Condition): void {
    this.add(condition);
    const form = formatWhere([{ condition, not: false }]);
    if (hasFields(condition)) this.edited = this.terms.findIndex((term) => formatWhere([term]) === form);
  }

  replace(place: number, condition: Condition): void {
    this.change(this.terms.map((term, at) => (at === place ? { ...term, condition } : term)));
  }

  negate(place: number): void {
    this.change(this.terms.map((term, at) => (at === place ? { ...term, not: !term.not } : term)));
  }

  /** Open the fields of a term, or close them where they are open. */
  edit(place: number | null): void {
    this.edited = this.edited === place ? null : place;
  }

  remove(place: number): void {
    this.ask(this.terms.filter((_, at) => at !== place));
  }

  clear(): void {
    this.ask([]);
  }

  /** Ask what an address asks, as far as this run can be asked that. */
  show(where: string | null): void {
    this.ask(parseWhere(where ?? "", this.vocabulary));
  }

  private ask(terms: readonly Term[]): void {
    this.edited = null;
    this.change(terms);
  }

  private change(terms: readonly Term[]): void {
    this.terms = terms;
    for (const measure of this.wanted) this.measures.want(measure);
  }

  private get wanted() {
    return this.terms.flatMap(({ condition }) => measureNeeded(condition) ?? []);
  }
}
