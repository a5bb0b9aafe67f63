/** The message over the plot where there is none: loading, nothing yet, or a failure. */
import { makeAutoObservable } from "mobx";
import type { Projection } from "../api/manifest.ts";
import type { PositionsStore } from "../loaded/PositionsStore.ts";
import type { RunsStore } from "../loaded/RunsStore.ts";
import type { RunStore } from "../loaded/RunStore.ts";
import type { Problem } from "../loaded/status.ts";
import type { ProjectionStore } from "./ProjectionStore.ts";
import type { SubsetStore } from "./SubsetStore.ts";
import type { TimelineStore } from "./TimelineStore.ts";

export type StageState = "empty" | "loading" | "ready" | "failed";

export interface StageMessage {
  readonly state: StageState;
  readonly title: string;
  readonly text: string;
  /** The command that helps. */
  readonly command?: string;
  /** The command names a run, so it has to be run in the store folder. */
  readonly inStore?: boolean;
  readonly action?: "retry" | "redraw" | "show all classes";
  /** Another projection, which may be shown instead. */
  readonly instead?: Projection;
  /** Offer the runs that exist. */
  readonly offersRuns?: boolean;
}

interface Needs {
  readonly runs: RunsStore;
  readonly run: RunStore;
  readonly projection: ProjectionStore;
  readonly positions: PositionsStore;
  readonly subset: SubsetStore;
  readonly timeline: TimelineStore;
}

export class StageStore {
  /** Whether the browser can draw; "lost" is when the graphics card dropped the context. */
  graphics: "fine" | "missing" | "lost" = "fine";
  /** Grows with every new attempt to draw. */
  attempt = 0;

  constructor(private readonly page: Needs) {
    makeAutoObservable(this);
  }

  get state(): StageState {
    return this.message?.state ?? "ready";
  }

  /** Null where the plot needs no message. */
  get message(): StageMessage | null {
    return this.runsMessage ?? this.runMessage ?? this.graphicsMessage ?? this.projectionMessage;
  }

  /** Whether there is a plot: the last one stays while the next layer loads. */
  get hasPlot(): boolean {
    return this.state === "ready" || (this.state === "loading" && this.page.projection.entry !== null);
  }

  loseGraphics(how: "missing" | "lost"): void {
    this.graphics = how;
  }

  drawAgain(): void {
    this.graphics = "fine";
    this.attempt += 1;
  }

  private get runsMessage(): StageMessage | null {
    const { runs, problem } = this.page.runs;
    if (problem !== null) return this.failure("Couldn’t load the list of runs", problem);
    if (runs === null) return loading("Loading the list of runs");
    if (runs.length === 0) {
      return {
        state: "empty",
        title: "No runs yet",
        text: "This store is empty. Train a small network on real digits and project its epochs:",
        command: "epochscope demo",
      };
    }
    return null;
  }

  private get runMessage(): StageMessage | null {
    const { name, manifest, problem } = this.page.run;
    const listed = name === null ? null : this.page.runs.find(name);
    if (listed?.problem)
      return {
        state: "failed",
        title: `Run “${listed.name}” can’t be shown`,
        text: listed.problem,
        command: `epochscope check ${listed.name}`,
        inStore: true,
        offersRuns: true,
      };
    if (name !== null && listed === null)
      return {
        state: "failed",
        title: `There is no run “${name}”`,
        text: "The address names a run that isn’t in this store.",
        offersRuns: true,
      };
    if (problem !== null) return this.failure(`Couldn’t load run “${name ?? ""}”`, problem);
    if (name === null)
      return {
        state: "empty",
        title: "No run can be shown",
        text: "Every run in this store has a problem; see the list of runs for details.",
      };
    return manifest === null ? loading(`Opening ${name}`) : null;
  }

  private get graphicsMessage(): StageMessage | null {
    if (this.graphics === "missing") {
      return {
        state: "failed",
        title: "This browser can’t draw the plot",
        text: "It needs WebGL 2, which is turned off or missing here. Try another browser, or turn on hardware acceleration in this one’s settings.",
        action: "redraw",
      };
    }
    if (this.graphics === "lost") {
      return {
        state: "failed",
        title: "The graphics context was lost",
        text: "The graphics card dropped it, which can happen after sleep or with many open tabs. Nothing else is lost.",
        action: "redraw",
      };
    }
    return null;
  }

  private get projectionMessage(): StageMessage | null {
    const name = this.page.run.name ?? "";
    if (this.page.projection.entry === null && this.page.run.manifest?.live?.projecting)
      return loading(this.page.timeline.say("Laying out the first epochs"));
    if (this.page.projection.entry === null) {
      return {
        state: "empty",
        title: "This run has no projection yet",
        text: this.page.timeline.say("Its activations are recorded. Project all epochs to two dimensions."),
        command: `epochscope project ${name}`,
        inStore: true,
      };
    }
    // Where only a new epoch cannot be loaded, the others stay.
    if (this.page.positions.problem !== null && !this.page.positions.complete)
      return this.projectionFailure(this.page.positions.problem);
    if (this.page.positions.sequence === null) return loading(`Loading ${this.page.projection.layer ?? ""}`);
    if (this.page.subset.shownCount === 0)
      return {
        state: "ready",
        title: "Every class is hidden",
        text: "Choose classes in the legend, or show them all.",
        action: "show all classes",
      };
    return null;
  }

  private projectionFailure(problem: Problem): StageMessage {
    const title = `Couldn’t load the projection of ${this.page.projection.layer ?? ""}`;
    const { instead } = this;
    return { ...this.failure(title, problem), ...(instead === null ? {} : { instead }) };
  }

  /** The projection that was on screen last, else that of a layer next to this one; null where there is no other. */
  private get instead(): Projection | null {
    const { projection, positions } = this.page;
    if (positions.lastShown !== null) return positions.lastShown === projection.entry ? null : positions.lastShown;
    const projected = projection.layers.filter((layer) => layer.projected);
    const here = projected.findIndex(({ name }) => name === projection.layer);
    return projection.entryOf((projected[here - 1] ?? projected[here + 1])?.name ?? null);
  }

  private failure(title: string, problem: Problem): StageMessage {
    return { state: "failed", title, text: problem.message, action: "retry", ...this.commandFor(problem) };
  }

  private commandFor({ unreachable, damaged }: Problem): Pick<StageMessage, "command" | "inStore"> {
    if (damaged) return { command: `epochscope check ${this.page.run.name ?? ""}`, inStore: true };
    // Only a server that takes jobs is certainly `epochscope serve`, and not an export on a static host.
    return unreachable && this.page.runs.takesJobs ? { command: "epochscope serve" } : {};
  }
}

function loading(title: string): StageMessage {
  return { state: "loading", title, text: "" };
}
