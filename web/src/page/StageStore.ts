/** What the large area shows when it is not simply a picture: loading, nothing yet, or a failure, in words. */
import { makeAutoObservable } from "mobx";
import type { FramesStore } from "../loaded/FramesStore.ts";
import type { RunsStore } from "../loaded/RunsStore.ts";
import type { RunStore } from "../loaded/RunStore.ts";
import type { Problem } from "../loaded/status.ts";
import type { ProjectionStore } from "./ProjectionStore.ts";
import type { SubsetStore } from "./SubsetStore.ts";

export type StageState = "empty" | "loading" | "ready" | "failed";

export interface StageMessage {
  readonly state: StageState;
  readonly title: string;
  readonly words: string;
  /** What to type to get further. */
  readonly command?: string;
  /** The command names a run, and finds it in the folder of the store only. */
  readonly inStore?: boolean;
  readonly action?: "retry" | "redraw" | "show all classes";
  /** Offer the runs that exist. */
  readonly offersRuns?: boolean;
}

export class StageStore {
  /** Whether the browser can draw; "lost" is when the graphics card took the picture away. */
  graphics: "fine" | "missing" | "lost" = "fine";
  /** Grows with every new attempt to draw. */
  attempt = 0;

  constructor(
    private readonly runs: RunsStore,
    private readonly run: RunStore,
    private readonly projection: ProjectionStore,
    private readonly frames: FramesStore,
    private readonly subset: SubsetStore,
  ) {
    makeAutoObservable<this, "runs" | "run" | "projection" | "frames" | "subset">(this, {
      runs: false,
      run: false,
      projection: false,
      frames: false,
      subset: false,
    });
  }

  get state(): StageState {
    return this.message?.state ?? "ready";
  }

  /** Null where the picture speaks for itself. */
  get message(): StageMessage | null {
    return this.runsMessage ?? this.runMessage ?? this.graphicsMessage ?? this.pictureMessage;
  }

  /** There is a picture, or the next layer's is on its way and the last one stays. */
  get hasPicture(): boolean {
    return this.state === "ready" || (this.state === "loading" && this.projection.entry !== null);
  }

  loseGraphics(how: "missing" | "lost"): void {
    this.graphics = how;
  }

  drawAgain(): void {
    this.graphics = "fine";
    this.attempt += 1;
  }

  private get runsMessage(): StageMessage | null {
    const { runs, problem } = this.runs;
    if (problem !== null) return this.failure("Couldn’t load the list of runs", problem);
    if (runs === null) return loading("Loading the list of runs");
    if (runs.length === 0) {
      return {
        state: "empty",
        title: "No runs yet",
        words: "This store is empty. Train a small network on real digits and project its epochs:",
        command: "epochscope demo",
      };
    }
    return null;
  }

  private get runMessage(): StageMessage | null {
    const { name, manifest, problem } = this.run;
    const known = name === null ? null : this.runs.find(name);
    if (known?.problem)
      return {
        state: "failed",
        title: `Run “${known.name}” can’t be shown`,
        words: known.problem,
        command: `epochscope check ${known.name}`,
        inStore: true,
        offersRuns: true,
      };
    if (name !== null && known === null)
      return {
        state: "failed",
        title: `There is no run “${name}”`,
        words: "The address names a run that isn’t in this store.",
        offersRuns: true,
      };
    if (problem !== null) return this.failure(`Couldn’t load run “${name ?? ""}”`, problem);
    if (name === null)
      return {
        state: "empty",
        title: "No run can be shown",
        words: "Every run in this store has a problem; see the list of runs for details.",
      };
    return manifest === null ? loading(`Opening ${name}`) : null;
  }

  private get graphicsMessage(): StageMessage | null {
    if (this.graphics === "missing") {
      return {
        state: "failed",
        title: "This browser can’t draw the plot",
        words:
          "It needs WebGL 2, which is turned off or missing here. Try another browser, or turn on hardware acceleration in this one’s settings.",
        action: "redraw",
      };
    }
    if (this.graphics === "lost") {
      return {
        state: "failed",
        title: "The graphics context was lost",
        words:
          "The graphics card dropped it, which can happen after sleep or with many open tabs. Nothing else is lost.",
        action: "redraw",
      };
    }
    return null;
  }

  private get pictureMessage(): StageMessage | null {
    const name = this.run.name ?? "";
    if (this.projection.entry === null) {
      return {
        state: "empty",
        title: "This run has no projection yet",
        words: "Its activations are recorded. Project all epochs to two dimensions:",
        command: `epochscope project ${name}`,
        inStore: true,
      };
    }
    if (this.frames.problem !== null) return this.failure("Couldn’t load the projection", this.frames.problem);
    if (this.frames.frames === null) return loading(`Loading ${this.projection.layer ?? ""}`);
    if (this.subset.shownCount === 0)
      return {
        state: "ready",
        title: "Every class is hidden",
        words: "Choose classes in the legend, or show them all.",
        action: "show all classes",
      };
    return null;
  }

  private failure(title: string, problem: Problem): StageMessage {
    // Only who takes jobs is known to be a server of ours, and no export on a host of files.
    const command = problem.unreachable && this.runs.takesJobs ? { command: "epochscope serve" } : {};
    return { state: "failed", title, words: problem.words, action: "retry", ...command };
  }
}

function loading(title: string): StageMessage {
  return { state: "loading", title, words: "" };
}
