/** Whether the training of the run on the page goes on, and looking again while it does. */
import { makeAutoObservable } from "mobx";
import type { RunsStore } from "../loaded/RunsStore.ts";
import type { RunStore } from "../loaded/RunStore.ts";

/** Looks without news after which a run is left alone: long enough to lay out the last epoch once a training has ended. */
const PATIENCE = 30;

export interface LiveState {
  readonly state: "training" | "stopped";
  readonly text: string;
}

interface Needs {
  readonly runs: RunsStore;
  readonly run: RunStore;
  retry(): Promise<void>;
  revisit(): Promise<void>;
}

export class LiveStore {
  /** Looks since anything was done to the run, as far as this page knows. */
  private quiet = PATIENCE;

  constructor(private readonly page: Needs) {
    makeAutoObservable<this, "quiet">(this, { quiet: false });
  }

  /** Whether the run is being recorded to. */
  get recording(): boolean {
    return this.page.run.manifest?.live?.recording ?? false;
  }

  /** What to say of the training; null where it has ended, or where nothing is known of it. */
  get state(): LiveState | null {
    const { manifest } = this.page.run;
    const last = manifest?.epochs.at(-1);
    if (!manifest?.live || last === undefined) return null;
    const { recording, planned } = manifest.live;
    const where = `${manifest.unit} ${last}${planned === null ? "" : ` of ${planned}`}`;
    if (recording) return { state: "training", text: `Training, ${where}` };
    return planned !== null && last < planned ? { state: "stopped", text: `Stopped at ${where}` } : null;
  }

  /**
   * Take over what the run has gained, where something may have been done to it, or show the first run of a store that
   * had none; to be called every few seconds.
   */
  async look(): Promise<void> {
    if (this.page.runs.runs?.length === 0) await this.findFirst();
    if (this.isBusy) this.quiet = 0;
    if (this.quiet >= PATIENCE) return;
    this.quiet += 1;
    await this.page.revisit();
  }

  private async findFirst(): Promise<void> {
    const { runs } = this.page;
    await runs.refresh().catch(() => undefined);
    if (runs.first !== null) await this.page.retry();
  }

  private get isBusy(): boolean {
    const { recording = false, projecting = false } = this.page.run.manifest?.live ?? {};
    return recording || projecting;
  }
}
