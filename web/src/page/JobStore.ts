/** A setting that the run does not have yet, laid out on demand: asking, following, canceling, and showing it at the end. */
import { makeAutoObservable, observableRef } from "mobx";
import type { ApiClient } from "../api/ApiClient.ts";
import { ApiError } from "../api/ApiError.ts";
import type { Job, Manifest, Projection, LayoutRequest } from "../api/manifest.ts";
import { Loaded } from "../loaded/Loaded.ts";
import type { RunsStore } from "../loaded/RunsStore.ts";
import type { RunStore } from "../loaded/RunStore.ts";
import type { Problem, Status } from "../loaded/status.ts";
import type { ProjectionStore } from "./ProjectionStore.ts";

/** Of the work: what is done before says too little about the rest. */
const ENOUGH_TO_GUESS = 0.05;

interface Needs {
  readonly api: ApiClient;
  readonly runs: RunsStore;
  readonly run: RunStore;
  readonly projection: ProjectionStore;
}

export class JobStore {
  /** The job that this page requested or found running, until the next one; null where there was none. */
  job: Job | null = null;
  /** The event stream is down; the browser is reconnecting. */
  silent = false;
  /** Whether the form is unfolded. */
  open = false;
  /** The run that the jobs belong to. */
  private of: string | null = null;
  private stopListening: (() => void) | null = null;
  /** The jobs that the server began or reported last, by run. */
  private readonly answers = new Loaded<string, readonly Job[]>();

  constructor(private readonly page: Needs) {
    makeAutoObservable<this, "of" | "stopListening">(this, { of: false, stopListening: false, job: observableRef });
  }

  /** The state of the request for a job. */
  get status(): Status {
    return this.answers.status;
  }

  get problem(): Problem | null {
    return this.answers.problem;
  }

  /** Whether this server takes layout jobs and there is a layer to lay out. */
  get offered(): boolean {
    return this.page.runs.takesJobs && this.page.projection.entry !== null && this.page.run.manifest?.compact === false;
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

  /** The values that a layout of the run can have; null while no run is open. */
  get bounds(): Manifest["setting_bounds"] | null {
    return this.page.run.manifest?.setting_bounds ?? null;
  }

  /** What was laid out is not what is on screen. */
  get canShow(): boolean {
    const laidOut = this.job?.state === "done" ? this.find(this.job) : null;
    return laidOut !== null && laidOut !== this.page.projection.entry;
  }

  toggle(): void {
    this.open = !this.open;
  }

  /** Have the layer on screen laid out; what is there already is only shown. */
  async layOut(nNeighbors: number, minDist: number): Promise<void> {
    const { of: run } = this;
    const { layer } = this.page.projection;
    if (run === null || layer === null || this.running || this.status === "loading") return;
    const wanted = { layer, n_neighbors: nNeighbors, min_dist: minDist };
    this.forget();
    if (this.isUpToDate(wanted)) this.put(wanted);
    else await this.request(run, async () => [await this.page.api.requestJob(run, wanted)]);
  }

  /** Ask the job to stop; that it has is heard like everything else about it. */
  async cancel(): Promise<void> {
    const { of: run, job } = this;
    if (run === null || job === null) return;
    try {
      await this.page.api.cancelJob(run, job.id);
    } catch (error) {
      if (this.job === job) this.answers.fail(error);
    }
  }

  /** Show what was laid out. */
  show(): void {
    if (this.job !== null) this.put(this.job);
  }

  /** Find out whether a job is running there, as after a reload. */
  async enter(run: string): Promise<void> {
    if (this.of === run || !this.page.runs.takesJobs) return;
    this.of = run;
    await this.findRunning(run);
  }

  /** Stop listening to the run; its job continues unwatched. */
  leave(): void {
    this.stop();
    this.forget();
    this.of = null;
  }

  private findRunning(run: string): Promise<void> {
    return this.request(run, async (signal) =>
      (await this.page.api.fetchJobs(run, signal)).jobs.filter(({ state }) => state === "running"),
    );
  }

  private async request(run: string, task: (signal: AbortSignal) => Promise<readonly Job[]>): Promise<void> {
    this.answers.forget();
    if (await this.answers.load(run, task)) this.take(run, this.answers.value ?? []);
    else if (isBusy(this.answers.error)) await this.joinOther(run, this.answers.error);
  }

  /** Another user's job can be followed and canceled here too; that this one was rejected still shows. */
  private async joinOther(run: string, rejection: unknown): Promise<void> {
    await this.findRunning(run);
    if (this.of === run && this.problem === null) this.answers.fail(rejection);
  }

  private take(run: string, [job]: readonly Job[]): void {
    if (job === undefined) return;
    this.stopListening = this.page.api.followJob(run, job.id, {
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
    this.answers.fail(
      new ApiError(
        "server",
        "The server no longer reports the progress of the projection; it may have been restarted.",
      ),
    );
  }

  private async finish(job: Job): Promise<void> {
    try {
      await this.page.run.refresh();
      // If the user has moved on to another layer, the page stays there.
      if (this.job === job && this.page.projection.layer === job.layer) this.put(job);
    } catch (error) {
      this.answers.fail(error);
    }
  }

  private put({ layer, n_neighbors: nNeighbors, min_dist: minDist }: LayoutRequest): void {
    this.page.projection.show({ layer, method: null, nNeighbors, minDist });
  }

  private find({ layer, n_neighbors, min_dist }: LayoutRequest): Projection | null {
    const same = (entry: Projection) =>
      entry.layer === layer &&
      entry.n_neighbors === n_neighbors &&
      entry.min_dist === min_dist &&
      entry.method === "aligned";
    return this.page.run.manifest?.projections.find(same) ?? null;
  }

  /** A run may have gone on since a projection was made. */
  private isUpToDate(wanted: LayoutRequest): boolean {
    return this.find(wanted)?.epochs.length === this.page.run.manifest?.epochs.length;
  }

  private forget(): void {
    this.answers.forget();
    this.job = null;
    this.silent = false;
  }

  private stop(): void {
    this.stopListening?.();
    this.stopListening = null;
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof ApiError && error.serverName === "RunBusy";
}
