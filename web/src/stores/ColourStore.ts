/** What the colours of the samples say: their classes, what the network makes of them, or how far to trust their places. */
import { makeAutoObservable } from "mobx";
import type { ClassesStore } from "./ClassesStore.ts";
import { LAST_CODE, RIGHT_COLOUR, rgbaOf, rowsAt, scaleColours, UNSUPPORTED, WRONG, WRONG_COLOUR } from "./paint.ts";
import type { Paint } from "./paint.ts";
import type { PredictionsStore } from "./PredictionsStore.ts";
import type { ProjectionStore } from "./ProjectionStore.ts";
import type { QualityStore } from "./QualityStore.ts";
import type { RunStore } from "./RunStore.ts";

export const COLOURINGS = ["class", "predicted", "correct", "confidence", "loss", "trustworthiness"] as const;
export type Colouring = (typeof COLOURINGS)[number];

/** The ends of a scale, in the values' own unit; beyond an open end the last colour goes on. */
export interface Scale {
  readonly least: number;
  readonly most: number;
  readonly opens: "nowhere" | "below" | "above";
}

const LOSS_STEPS = 4096;
const GUESSED_TRUST = 0.5;
const NO_MARKS = 0;

export class ColourStore {
  private wanted: Colouring = "class";

  constructor(
    private readonly run: RunStore,
    private readonly projection: ProjectionStore,
    private readonly classes: ClassesStore,
    private readonly predictions: PredictionsStore,
    private readonly quality: QualityStore,
  ) {
    makeAutoObservable<this, "run" | "projection" | "classes" | "predictions" | "quality">(this, {
      run: false, projection: false, classes: false, predictions: false, quality: false,
    });
  }

  /** What this run and projection can be coloured by. */
  get colourings(): readonly Colouring[] {
    const predicted = this.run.manifest !== null && this.run.manifest.predictions !== null;
    const trusted = this.projection.entry !== null && this.projection.entry.quality !== null;
    return COLOURINGS.filter((one) => one === "class" || (one === "trustworthiness" ? trusted : predicted));
  }

  /** What was chosen, where it can be had. */
  get colouring(): Colouring {
    return this.colourings.includes(this.wanted) ? this.wanted : "class";
  }

  /** What the picture shows: classes until the numbers for another colouring are here. */
  get shown(): Colouring {
    return this.codes === null ? "class" : this.colouring;
  }

  /** Of the colourings by a number; null for others. */
  get scale(): Scale | null {
    if (this.colouring === "confidence") return { least: 0, most: 1, opens: "nowhere" };
    if (this.colouring === "loss") return { least: 0, most: this.mostLoss, opens: "above" };
    return this.colouring === "trustworthiness" ? { least: GUESSED_TRUST, most: 1, opens: "below" } : null;
  }

  get paint(): Paint | null {
    const { samples } = this.run;
    if (samples === null) return null;
    return { colours: this.colours, codes: this.codes ?? samples.label, marks: this.marks };
  }

  /** What is no colouring stands for the class. */
  choose(colouring: string | null): void {
    this.wanted = COLOURINGS.find((one) => one === colouring) ?? "class";
  }

  private get colours(): Uint8Array<ArrayBuffer> {
    if (this.shown === "class" || this.shown === "predicted") return rgbaOf(this.classes.colours);
    return this.shown === "correct" ? rgbaOf([WRONG_COLOUR, RIGHT_COLOUR]) : scaleColours();
  }

  /** Null for classes, and for what is not here yet. */
  private get codes(): Uint8Array | Uint16Array | null {
    switch (this.colouring) {
      case "class": return null;
      case "predicted": return this.predicted;
      case "correct": return this.wrong === null ? null : this.wrong.map((wrong) => 1 - wrong);
      case "confidence": return this.atEpochs(this.predictions.predictions?.confidence);
      case "loss": return this.lossCodes;
      case "trustworthiness": return this.trustCodes;
    }
  }

  /** Steps that the layer does not explain, and where it is asked for, wrong predictions. */
  private get marks(): Uint8Array<ArrayBuffer> {
    const steps = this.quality.of(this.projection.entry)?.unsupported;
    const wrong = this.shown === "correct" ? this.wrong : null;
    const marks = new Uint8Array(steps?.length ?? wrong?.length ?? this.run.samples?.label.length ?? 0);
    steps?.forEach((unsupported, i) => { marks[i] = unsupported === 0 ? NO_MARKS : UNSUPPORTED; });
    wrong?.forEach((isWrong, i) => { marks[i] = (marks[i] ?? NO_MARKS) | (isWrong === 0 ? NO_MARKS : WRONG); });
    return marks;
  }

  private get predicted(): Uint8Array | Uint16Array | null {
    return this.atEpochs(this.predictions.predictions?.predicted);
  }

  /** 1 where the prediction is wrong, shape (epochs, samples). */
  private get wrong(): Uint8Array | null {
    const { predicted } = this;
    const label = this.run.samples?.label;
    if (predicted === null || label === undefined) return null;
    return Uint8Array.from(predicted, (number, i) => (number === label[i % label.length] ? 0 : 1));
  }

  private get lossCodes(): Uint8Array | null {
    const loss = this.atEpochs(this.predictions.predictions?.loss);
    const step = LAST_CODE / this.mostLoss / LOSS_STEPS;
    return loss === null ? null : Uint8Array.from(loss, (value) => Math.min(LAST_CODE, Math.round(value * step)));
  }

  private get trustCodes(): Uint8Array | null {
    const trust = this.quality.of(this.projection.entry)?.trustworthiness;
    return trust === undefined ? null : trust.map((share) => Math.max(0, Math.round(LAST_CODE - (LAST_CODE - share) / (1 - GUESSED_TRUST))));
  }

  /** Twice the loss of a guess among all classes, in nats: the same for all epochs and layers of a run. */
  private get mostLoss(): number {
    return 2 * Math.log(Math.max(2, this.classes.names.length));
  }

  /** Of values for each of the run's epochs, those at the projection's epochs. */
  private atEpochs<Numbers extends Uint8Array | Uint16Array>(values: Numbers | undefined): Numbers | null {
    const { manifest } = this.run;
    const entry = this.projection.entry;
    if (values === undefined || manifest === null || entry === null) return null;
    const places = entry.epochs.map((epoch) => manifest.epochs.indexOf(epoch));
    const into = new (values.constructor as new (length: number) => Numbers)(places.length * manifest.sample_count);
    return rowsAt(values, manifest.sample_count, places, into);
  }
}
