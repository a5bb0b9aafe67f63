/** Arrays of all epochs of a run: a small run's in one answer, a large one's epoch by epoch, and new epochs by themselves. */
import { makeAutoObservable } from "mobx";
import type { ApiClient } from "../api/ApiClient.ts";
import type { Arrays } from "../api/arrays.ts";
import { emptyArrays } from "../api/decode.ts";
import type { ArraySpec, EpochFiles } from "../api/manifest.ts";
import type { Problem, Status } from "./status.ts";
import { commonAnswers, fitsAtOnce, hasGrown, inTurn, outward } from "./epochs.ts";
import type { AnsweredEpochs } from "./epochs.ts";
import { Loaded } from "./Loaded.ts";

/** Arrays whose first axis are these epochs, but for those that have no axis of epochs. */
export type ByEpoch<Values> = Values & AnsweredEpochs;

interface Request {
  readonly run: string;
  readonly file: EpochFiles;
}

export class EpochArrays<Values> {
  private readonly loaded = new Loaded<Request, ByEpoch<Values>>(
    (one, other) => one.run === other.run && one.file === other.file,
  );

  /** `atOnce`: all epochs come in one answer, however large, where none is here. */
  constructor(
    private readonly api: ApiClient,
    private readonly atOnce = false,
  ) {
    makeAutoObservable(this);
  }

  /** Of the epochs that are here: while more are on their way, those from before. */
  get value(): ByEpoch<Values> | null {
    return this.loaded.value;
  }

  get status(): Status {
    return this.loaded.status;
  }

  get problem(): Problem | null {
    return this.loaded.problem;
  }

  /**
   * Load a run's file. Of the epochs that are here, the first `common` are not requested again; of a large file, the
   * epochs around the given one come first.
   */
  async load(run: string, file: EpochFiles, epoch: number | null, common = this.commonWith(run, file)): Promise<void> {
    const request = { run, file };
    await this.loaded.load(request, (signal) => this.fetch(request, epoch, common, signal), { keep: common > 0 });
  }

  forget(): void {
    this.loaded.forget();
  }

  /** How many epochs that a file begins with are here: an epoch that is complete does not change. */
  commonWith(run: string, file: EpochFiles): number {
    const { key, value } = this.loaded;
    const isSame = key?.run === run && key.file.epoch_path === file.epoch_path && key.file.identity === file.identity;
    return isSame && value !== null ? commonAnswers(value, file) : 0;
  }

  private async fetch(request: Request, epoch: number | null, common: number, signal: AbortSignal) {
    const { file } = request;
    const atOnce = common === 0 && (this.atOnce || fitsAtOnce(file)) ? await this.fetchAll(request, signal) : null;
    const arrays = atOnce ?? (await this.fetchEach(request, epoch, common, signal));
    return { ...(arrays as Values), epochs: file.epochs, epoch_checksums: file.epoch_checksums };
  }

  /** Null where the run has gained epochs since its manifest was read. */
  private async fetchAll({ run, file }: Request, signal: AbortSignal): Promise<Arrays | null> {
    try {
      return await this.api.fetchArrays(run, file, signal);
    } catch (error) {
      if (hasGrown(error)) return null;
      throw error;
    }
  }

  private async fetchEach({ run, file }: Request, epoch: number | null, common: number, signal: AbortSignal) {
    const { epochs } = file;
    const filling = new Filling(file, common, this.loaded.value as Arrays | null);
    const missing = [...epochs.keys()].slice(common);
    await inTurn(outward(missing, epochs.indexOf(epoch ?? NaN)), async (index) => {
      filling.put(index, await this.api.fetchEpoch(run, file, epochs[index] ?? 0, signal));
    });
    return filling.arrays;
  }
}

/** Arrays of all epochs, filled epoch by epoch. */
class Filling {
  readonly arrays: Arrays;

  constructor(
    private readonly file: EpochFiles,
    common: number,
    before: Arrays | null,
  ) {
    this.arrays = Object.fromEntries(emptyArrays(file.arrays));
    for (const { name } of file.epoch_arrays) {
      const part = before?.[name];
      if (this.hasEpochs(name) && part) this.arrays[name]?.set(part.subarray(0, common * this.lengthOf(name)));
    }
  }

  put(index: number, arrays: Arrays): void {
    for (const [name, values] of Object.entries(arrays)) {
      // What has no epochs is known at all of them once it is known at the last.
      if (this.hasEpochs(name)) this.arrays[name]?.set(values, index * this.lengthOf(name));
      else if (index === this.file.epochs.length - 1) this.arrays[name]?.set(values);
    }
  }

  /** Of one epoch. */
  private lengthOf(name: string): number {
    return (this.arrays[name]?.length ?? 0) / this.file.epochs.length;
  }

  private hasEpochs(name: string): boolean {
    const axesOf = (specs: readonly ArraySpec[]) => specs.find((spec) => spec.name === name)?.shape.length;
    return axesOf(this.file.arrays) !== axesOf(this.file.epoch_arrays);
  }
}
