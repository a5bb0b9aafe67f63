/** A setting that the run does not have yet, laid out on demand: asking, following, canceling, and showing it at the end. */
import { makeAutoObservable, observableRef } from "mobx";
import type { ApiClient } from "../api/ApiClient.ts";
import { ApiError } from "../api/ApiError.ts";
import { LatestRequest } from "../api/LatestRequest.ts";
import type { Job, Projection, WantedLayout } from "../api/manifest.ts";
import type { RunsStore } from "../loaded/RunsStore.ts";
import type { RunStore } from "../loaded/RunStore.ts";
import { problemOf } from "../loaded/status.ts";
import type { Problem, Status } from "../loaded/status.ts";
import type { ProjectionStore } from "./ProjectionStore.ts";

/** Of the work: what is done before says too little about the rest. */
const ENOUGH_TO_GUESS = 0.05;

export class JobStore {
  /** The job that this page asked for or found running, until the next one; null where there was none. */
  job: Job | null = null;
  /** How asking for one is coming along. */
  status: Status = "idle";
  problem: Problem | null = null;
  /** Nobody tells of the job just now; the browser tries again. */
  silent = false;
  /** Whether the form is unfolded. */
  open = false;
  /** Whose jobs these are. */
  private of: string | null = null;
  private stopListening: (() => void) | null = null;

  constructor(
    private readonly api: ApiClient,
    private readonly runs: RunsStore,
    private readonly run: RunStore,
    private readonly projection: ProjectionStore,
    private readonly latest = new LatestRequest(),
  ) {
    makeAutoObservable<this, "api" | "runs" | "run" | "projection" | "latest" | "of" | "stopListening">(this, {
      api: false,
      runs: false,
      run: false,
      projection: false,
      latest: false,
      of: false,
      stopListening: false,
      job: observableRef,
      problem: observableRef,
    });
  }

  /** Whether anybody here lays settings out, and there is something to lay out. */
  get offered(): boolean {
    return this.runs.takesJobs && this.projection.entry !== null && this.run.manifest?.compact === false;
  }

  get running(): boolean {
    return this.job?.state === "running";
  }

  /** 0 to 1; null while that is not known. */
  get share(): number | null {
    return this.job?.total ? Math.min(1, this.job.done / this.job.total) : null;
  }

  /** About how long the job will still take; null while there is nothing to tell it from. */
  get secondsLeft(): number | null {
    const { job, share } = this;
    return job === null || share === null || share < ENOUGH_TO_GUESS ? null : (job.seconds * (1 - share)) / share;
  }

  /** n_neighbors can be from 2 to this. */
  get mostNeighbors(): number {
    return (this.run.manifest?.sample_count ?? 0) - 1;
  }

  /** What was laid out is not what is on screen. */
  get canShow(): boolean {
    const laidOut = this.job?.state === "done" ? this.find(this.job) : null;
    return laidOut !== null && laidOut !== this.projection.entry;
  }

  toggle(): void {
    this.open = !this.open;
  }

  /** Have the layer on screen laid out; what is there already is only shown. */
  async layOut(nNeighbors: number, minDist: number): Promise<void> {
    const {
      of: run,
      projection: { layer },
    } = this;
    if (run === null || layer === null || this.running || this.status === "loading") return;
    const wanted = { layer, n_neighbors: nNeighbors, min_dist: minDist };
    this.forget();
    if (this.isUpToDate(wanted)) this.put(wanted);
    else await this.request(run, async () => [await this.api.askForJob(run, wanted)]);
  }

  /** Ask the job to stop; that it has is heard like everything else about it. */
  async cancel(): Promise<void> {
    const { of: run, job } = this;
    if (run === null || job === null) return;
    try {
      await this.latest.run(() => this.api.cancelJob(run, job.id));
    } catch (error) {
      this.fail(error);
    }
  }

  /** Show what was laid out. */
  show(): void {
    if (this.job !== null) this.put(this.job);
  }

  /** Find out whether a job is running there, as after a reload. */
  async enter(run: string): Promise<void> {
    if (this.of === run || !this.runs.takesJobs) return;
    this.of = run;
    await this.findRunning(run);
  }

  /** Hear no more of the run; its job goes on without anybody who looks. */
  leave(): void {
    this.latest.cancel();
    this.stop();
    this.forget();
    this.of = null;
    this.status = "idle";
  }

  private findRunning(run: string): Promise<void> {
    return this.request(run, async (signal) =>
      (await this.api.fetchJobs(run, signal)).jobs.filter(({ state }) => state === "running"),
    );
  }

  private async request(run: string, task: (signal: AbortSignal) => Promise<readonly Job[]>): Promise<void> {
    this.status = "loading";
    try {
      const jobs = await this.latest.run(task);
      if (jobs !== null) this.take(run, jobs);
    } catch (error) {
      this.fail(error);
      // Somebody else's: it can be followed and canceled here too.
      if (error instanceof ApiError && error.serverName === "RunBusy") await this.findRunning(run);
    }
  }

  private take(run: string, [job]: readonly Job[]): void {
    this.status = "idle";
    if (job === undefined) return;
    this.stopListening = this.api.followJob(run, job.id, {
      onEvent: (news) => {
        this.hear(news as Job);
      },
      onBreak: (over) => {
        this.lose(over);
      },
    });
    this.hear(job);
  }

  private hear(job: Job): void {
    this.job = job;
    this.silent = false;
    if (job.state !== "running") this.stop();
    if (job.state === "done") void this.finish(job);
  }

  private lose(over: boolean): void {
    this.silent = !over;
    if (!over) return;
    this.stop();
    this.job = null;
    this.fail(
      new ApiError(
        "server",
        "The server no longer tells how the layout is coming along; it may have been started anew.",
      ),
    );
  }

  private async finish(job: Job): Promise<void> {
    try {
      await this.run.refresh();
      // Whoever looks at another layer by now is not taken away from it.
      if (this.job === job && this.projection.layer === job.layer) this.put(job);
    } catch (error) {
      this.fail(error);
    }
  }

  private put({ layer, n_neighbors: nNeighbors, min_dist: minDist }: WantedLayout): void {
    this.projection.show({ layer, method: null, nNeighbors, minDist });
  }

  private find({ layer, n_neighbors, min_dist }: WantedLayout): Projection | null {
    const same = (entry: Projection) =>
      entry.layer === layer &&
      entry.n_neighbors === n_neighbors &&
      entry.min_dist === min_dist &&
      entry.method === "aligned";
    return this.run.manifest?.projections.find(same) ?? null;
  }

  /** A run may have gone on since a projection was made. */
  private isUpToDate(wanted: WantedLayout): boolean {
    return this.find(wanted)?.epochs.length === this.run.manifest?.epochs.length;
  }

  private forget(): void {
    this.job = this.problem = null;
    this.silent = false;
  }

  private stop(): void {
    this.stopListening?.();
    this.stopListening = null;
  }

  private fail(error: unknown): void {
    this.status = "failed";
    this.problem = problemOf(error);
  }
}
