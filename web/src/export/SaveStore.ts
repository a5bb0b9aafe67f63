/** Saves the plot as a file, and tracks the progress of a film. What makes the files is loaded when it is needed. */
import { makeAutoObservable, observableRef } from "mobx";
import type { Page } from "../page/Page.ts";
import { saveFile } from "../ui/saveFile.ts";
import { videoFormatHere } from "./abilities.ts";
import type { VideoFormat } from "./abilities.ts";
import type { PlotView } from "./canvas.ts";
import { fileName } from "./fileName.ts";
import type { FilmFile } from "./film.ts";

/** How long a problem is shown, in milliseconds. */
const PROBLEM_SHOWN_FOR = 8000;

type Files = typeof import("./files.ts");
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
  private recording = new AbortController();

  constructor(private readonly page: Page) {
    makeAutoObservable<this, "view">(this, { view: observableRef });
  }

  /** Whether there is a plot to save. */
  get canSave(): boolean {
    return this.view !== null && this.page.stage.message === null;
  }

  /** A film needs all epochs, and at least two. */
  get canRecord(): boolean {
    return this.canSave && this.page.positions.complete && this.page.timeline.lastIndex > 0;
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
    return this.save(async (view, { pngOf }) => {
      saveFile(this.nameAtEpoch("png"), "image/png", await pngOf(this.page, view));
    });
  }

  saveSvg(): Promise<void> {
    return this.save(async (view, { svgFileOf }) => {
      saveFile(this.nameAtEpoch("svg"), "image/svg+xml", await svgFileOf(this.page, view));
    });
  }

  saveVideo(): Promise<void> {
    return this.saveFilm("Recording video", (view, { videoOf }, report, signal) =>
      videoOf(this.page, view, signal, report),
    );
  }

  saveGif(): Promise<void> {
    return this.saveFilm("Recording GIF", (view, { gifOf }, report, signal) => gifOf(this.page, view, signal, report));
  }

  saveCsv(): void {
    saveFile(`${this.page.run.name ?? "run"}-selection.csv`, "text/csv", this.page.card.csv);
  }

  cancel(): void {
    this.recording.abort();
  }

  private saveFilm(
    title: string,
    make: (view: PlotView, files: Files, report: Report, signal: AbortSignal) => Promise<FilmFile>,
  ): Promise<void> {
    this.recording = new AbortController();
    const { signal } = this.recording;
    const names = [this.page.run.name, this.page.projection.layer];
    const report: Report = (share) => {
      this.setProgress({ title, share });
    };
    report(0);
    return this.save(async (view, files) => {
      const { content, extension } = await make(view, files, report, signal);
      if (!signal.aborted) saveFile(fileName(names, extension), content.type, content);
    }, signal);
  }

  private async save(make: (view: PlotView, files: Files) => Promise<void>, signal?: AbortSignal): Promise<void> {
    this.setProblem(null);
    try {
      const files = await import("./files.ts");
      if (this.view !== null) await make(this.view, files);
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

  private nameAtEpoch(extension: string): string {
    return fileName(
      [this.page.run.name, this.page.projection.layer, `epoch${this.page.timeline.epoch ?? 0}`],
      extension,
    );
  }
}
