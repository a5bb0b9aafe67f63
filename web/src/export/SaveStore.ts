/** Saves the plot as a file, and tracks the progress of a film. What makes the files is loaded when it is needed. */
import { makeAutoObservable, observableRef } from "mobx";
import type { Page } from "../page/Page.ts";
import { saveFile } from "../ui/saveFile.ts";
import { videoFormatHere } from "./abilities.ts";
import type { VideoFormat } from "./abilities.ts";
import { fileName } from "./fileName.ts";
import type { FilmFile } from "./film.ts";
import type { PosterShape } from "./poster.ts";
import type { PlotView, Subject } from "./spread.ts";

/** How long a problem is shown, in milliseconds. */
const PROBLEM_SHOWN_FOR = 8000;

/** Which of two views is saved. */
export type Which = "first" | "second" | "both";

type Files = typeof import("./files.ts");
type Subjects = readonly [Subject, ...Subject[]];
type Report = (share: number) => void;

export interface Progress {
  readonly title: string;
  /** From 0 to 1. */
  readonly share: number;
}

export class SaveStore {
  /** The film that is being made; null while none is. */
  progress: Progress | null = null;
  /** Why the last file could not be saved. */
  problem: string | null = null;
  /** In which format the browser records video: null if in none, undefined until it was asked. */
  videoFormat: VideoFormat | null | undefined = undefined;
  private view: PlotView | null = null;
  private chosen: Which = "first";
  private recording = new AbortController();

  constructor(
    private readonly page: Page,
    /** The view beside the first one, if there is one. */
    private readonly secondView: () => Subject | null = () => null,
  ) {
    makeAutoObservable<this, "view" | "secondView">(this, { view: observableRef, secondView: false });
  }

  /** Whether there is a plot to save. */
  get canSave(): boolean {
    return this.subjects.length > 0 && this.subjects.every(({ page }) => page.stage.message === null);
  }

  /** A film needs all epochs, and at least two. */
  get canRecord(): boolean {
    const has = ({ page: { positions, timeline } }: Subject) => positions.complete && timeline.lastIndex > 0;
    return this.canSave && this.subjects.every(has);
  }

  /** Whether there are two views to choose from. */
  get hasTwo(): boolean {
    return this.view !== null && this.secondView() !== null;
  }

  /** Return a text about epochs in the words of the run. */
  say(text: string): string {
    return this.page.timeline.say(text);
  }

  get which(): Which {
    return this.hasTwo ? this.chosen : "first";
  }

  choose(which: Which): void {
    this.chosen = which;
  }

  /** How long a video is. */
  get seconds(): number {
    return Math.round(this.page.timeline.epochs.length / this.page.timeline.speed);
  }

  /** How many samples are selected. */
  get selected(): number {
    return this.page.selection.samples.length;
  }

  /** Take the plot that is on the page now; null once it is gone. */
  follow(view: PlotView | null): void {
    this.view = view;
  }

  /** Find out what the browser can record. */
  async askBrowser(): Promise<void> {
    const format = await videoFormatHere().catch(() => null);
    this.setVideoFormat(format);
  }

  savePng(): Promise<void> {
    return this.save(async (subjects, { pngOf }) => {
      saveFile(this.nameAtEpoch("png"), "image/png", await pngOf(subjects));
    });
  }

  saveSvg(): Promise<void> {
    return this.save(async (subjects, { svgFileOf }) => {
      saveFile(this.nameAtEpoch("svg"), "image/svg+xml", await svgFileOf(subjects));
    });
  }

  saveVideo(): Promise<void> {
    return this.saveFilm("Recording video", (subjects, { videoOf }, report, signal) =>
      videoOf(subjects, signal, report),
    );
  }

  saveGif(): Promise<void> {
    return this.saveFilm("Recording GIF", (subjects, { gifOf }, report, signal) => gifOf(subjects, signal, report));
  }

  /** A poster has one plot. */
  savePoster(shape: PosterShape): Promise<void> {
    return this.save(async (subjects, { posterOf }) => {
      saveFile(this.nameAtEpoch("png", `poster-${shape}`), "image/png", await posterOf(subjects, shape));
    });
  }

  saveCsv(): void {
    saveFile(`${this.page.run.name ?? "run"}-selection.csv`, "text/csv", this.page.card.csv);
  }

  cancel(): void {
    this.recording.abort();
  }

  private saveFilm(
    title: string,
    make: (subjects: Subjects, files: Files, report: Report, signal: AbortSignal) => Promise<FilmFile>,
  ): Promise<void> {
    this.recording = new AbortController();
    const { signal } = this.recording;
    const { names } = this;
    const report: Report = (share) => {
      this.setProgress({ title, share });
    };
    report(0);
    return this.save(async (subjects, files) => {
      const { content, extension } = await make(subjects, files, report, signal);
      if (!signal.aborted) saveFile(fileName(names, extension), content.type, content);
    }, signal);
  }

  private async save(make: (subjects: Subjects, files: Files) => Promise<void>, signal?: AbortSignal): Promise<void> {
    this.setProblem(null);
    try {
      const files = await import("./files.ts");
      const [first, ...others] = this.subjects;
      if (first !== undefined) await make([first, ...others], files);
    } catch (error) {
      if (signal?.aborted !== true) this.fail(error);
    }
    if (signal !== undefined) this.setProgress(null);
  }

  private setProgress(progress: Progress | null): void {
    this.progress = progress;
  }

  private setVideoFormat(format: VideoFormat | null): void {
    this.videoFormat = format;
  }

  private fail(error: unknown): void {
    console.error(error);
    this.setProblem(error instanceof Error ? error.message : String(error));
    setTimeout(() => {
      this.setProblem(null);
    }, PROBLEM_SHOWN_FOR);
  }

  private setProblem(problem: string | null): void {
    this.problem = problem;
  }

  /** What is saved: the plots on the page that were chosen. */
  private get subjects(): readonly Subject[] {
    const first = this.view === null ? null : { page: this.page, view: this.view };
    const second = this.secondView();
    return [this.which === "second" ? null : first, this.which === "first" ? null : second].filter(
      (subject) => subject !== null,
    );
  }

  /** The run and the layer of what is saved; of two views, what differs. */
  private get names(): (string | null)[] {
    const names = this.subjects.flatMap(({ page }) => [page.run.name, page.projection.layer]);
    return names.filter((name, at) => at < 2 || name !== names[at - 2]);
  }

  private nameAtEpoch(extension: string, kind: string | null = null): string {
    return fileName(
      [...this.names, `${this.page.timeline.unit}${this.subjects[0]?.page.timeline.epoch ?? 0}`, kind],
      extension,
    );
  }
}
