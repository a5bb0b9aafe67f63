/** What is to be looked at: a recorded sample, a drawing, a picture, or what a camera sees. */
import { makeAutoObservable, observableRef } from "mobx";
import type { Input } from "../api/looker.ts";
import { pixelsOf } from "./ink.ts";
import type { NetworkStore } from "./NetworkStore.ts";
import type { SketchStore } from "./SketchStore.ts";

export const SOURCES = ["sample", "draw", "upload", "camera"] as const;
export type Source = (typeof SOURCES)[number];

/** An input, and what the address says of it; null where an address cannot say it. */
export interface NamedInput {
  readonly input: Input;
  readonly name: string;
}

export class InputStore {
  private chosenSource: Source | null = null;
  private chosenSample = 0;
  upload: File | null = null;

  constructor(
    private readonly network: NetworkStore,
    private readonly sketch: SketchStore,
    private readonly camera: { readonly wanted: NamedInput | null },
  ) {
    makeAutoObservable<this, "network" | "sketch" | "camera">(this, {
      network: false,
      sketch: false,
      camera: false,
      upload: observableRef,
    });
  }

  /** Where inputs can come from; none until that is known. */
  get sources(): readonly Source[] {
    const { input } = this.network;
    if (input === null) return [];
    const colored = input.channels === 1 || input.channels === 3;
    const possible = {
      sample: input.samples,
      draw: colored,
      upload: input.pictures.length > 0,
      camera: colored,
    };
    return SOURCES.filter((source) => possible[source]);
  }

  /** What was chosen in vain; null where there is nothing of the kind. */
  get refused(): Source | null {
    const asked = this.chosenSource ?? this.source ?? "draw";
    return this.network.input === null || this.sources.includes(asked) ? null : asked;
  }

  /** The one chosen, else the first that there is; characters are drawn. */
  get source(): Source | null {
    if (this.chosenSource !== null && this.sources.includes(this.chosenSource)) return this.chosenSource;
    return this.sources[0] ?? null;
  }

  get sample(): number {
    return this.chosenSample;
  }

  /** Null where there is nothing to look at yet. */
  get wanted(): NamedInput | null {
    const { input } = this.network;
    if (input === null) return null;
    if (this.source === "sample")
      return { input: { kind: "sample", sample: this.sample }, name: `sample ${this.sample}` };
    if (this.source === "upload")
      return this.upload === null ? null : { input: { kind: "picture", file: this.upload }, name: this.upload.name };
    if (this.source === "draw") {
      const pixels = pixelsOf(this.sketch.strokes, input);
      return { input: { kind: "pixels", pixels }, name: this.sketch.isExample ? "the example" : "your drawing" };
    }
    return this.source === "camera" ? this.camera.wanted : null;
  }

  choose(source: Source | null): void {
    this.chosenSource = source;
  }

  showSample(sample: number): void {
    this.chosenSource = "sample";
    this.chosenSample = sample;
  }

  take(file: File): void {
    this.chosenSource = "upload";
    this.upload = file;
  }
}
