/** Saves the plot as a file, and tracks the progress of a video. */
import { makeAutoObservable, observableRef } from "mobx";
import type { Page } from "../page/Page.ts";
import { saveFile } from "../ui/saveFile.ts";
import type { PlotView } from "./canvas.ts";
import { fileName } from "./fileName.ts";
import { pngOf, svgFileOf, videoOf } from "./files.ts";

/** How long a problem is shown, in milliseconds. */
const PROBLEM_SHOWN_FOR = 8000;

export class SaveStore {
  /** The share of the video that is recorded; null while none is. */
  recorded: number | null = null;
  /** Why the last file could not be saved. */
  problem: string | null = null;
  private view: PlotView | null = null;
  private recording = new AbortController();

  constructor(private readonly page: Page) {
    makeAutoObservable<this, "view">(this, { view: observableRef });
  }

  /** Whether there is a plot to save. */
  get canSave(): boolean {
    return this.view !== null && this.page.stage.message === null;
  }

  /** A video needs all epochs, and at least two. */
  get canRecord(): boolean {
    return this.canSave && this.page.positions.complete && this.page.timeline.lastIndex > 0;
  }

  /** How long a video is. */
  get seconds(): number {
    return Math.round(this.page.timeline.epochs.length / this.page.timeline.speed);
  }

  /** Take the plot that is on the page now; null once it is gone. */
  follow(view: PlotView | null): void {
    this.view = view;
  }

  savePng(): Promise<void> {
    return this.save(async (view) => {
      saveFile(this.nameAtEpoch("png"), "image/png", await pngOf(this.page, view));
    });
  }

  saveSvg(): Promise<void> {
    return this.save(async (view) => {
      saveFile(this.nameAtEpoch("svg"), "image/svg+xml", await svgFileOf(this.page, view));
    });
  }

  saveVideo(): Promise<void> {
    this.recording = new AbortController();
    const { signal } = this.recording;
    const name = fileName([this.page.run.name, this.page.projection.layer], "webm");
    this.setShare(0);
    return this.save(async (view) => {
      const video = await videoOf(this.page, view, signal, (share) => {
        this.setShare(share);
      });
      if (!signal.aborted) saveFile(name, "video/webm", video);
    }, signal);
  }

  cancel(): void {
    this.recording.abort();
  }

  private async save(make: (view: PlotView) => Promise<void>, signal?: AbortSignal): Promise<void> {
    this.setProblem(null);
    try {
      if (this.view !== null) await make(this.view);
    } catch (error) {
      if (signal?.aborted !== true) this.fail(error);
    }
    if (signal !== undefined) this.setShare(null);
  }

  private setShare(share: number | null): void {
    this.recorded = share;
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
