/** The columns of the run's own: the values of each are loaded once something needs them. */
import { makeAutoObservable, observableRef } from "mobx";
import type { ApiClient } from "../api/ApiClient.ts";
import type { Arrays } from "../api/arrays.ts";
import type { BinaryFile, Column, Manifest } from "../api/manifest.ts";
import { plainNumber } from "../ui/format.ts";
import { EpochArrays } from "./EpochArrays.ts";
import { Loaded } from "./Loaded.ts";
import type { RunStore } from "./RunStore.ts";
import type { Problem, Status } from "./status.ts";
import { TextsStore } from "./TextsStore.ts";

/** What is said of a sample whose value is missing. */
export const NO_VALUE = "no value";
/** The class of a sample that has none. */
export const NO_CLASS = 65535;

export interface ColumnValues {
  /** Null where the values are the same at all epochs. */
  readonly epochs: readonly number[] | null;
  /** Numbers, NaN where one is missing, or classes, NO_CLASS where one is missing: (epochs, samples), or (samples). */
  readonly values: Float32Array | Uint16Array;
}

export class ColumnsStore {
  /** The names of those that something on the page needs. */
  wanted: ReadonlySet<string> = new Set();
  private loaded: ReadonlyMap<string, OneColumn> = new Map();
  /** By the names of their columns. */
  private readonly texts = new Map<string, TextsStore>();

  constructor(
    private readonly api: ApiClient,
    private readonly run: Pick<RunStore, "manifest">,
  ) {
    makeAutoObservable<this, "loaded" | "texts">(this, {
      wanted: observableRef,
      loaded: observableRef,
      texts: false,
      textsOf: false,
    });
  }

  get status(): Status {
    const statuses = this.all.map(({ status }) => status);
    return (["failed", "loading"] as const).find((one) => statuses.includes(one)) ?? "idle";
  }

  get problem(): Problem | null {
    return this.all.map(({ problem }) => problem).find((one) => one !== null) ?? null;
  }

  /** The values of a column of numbers or classes; null while they are not here. */
  of(name: string): ColumnValues | null {
    return this.loaded.get(name)?.values ?? null;
  }

  /** The values of every sample at an epoch, shape (samples); null while they are not here. */
  rowAt(name: string, epoch: number): ColumnValues["values"] | null {
    const column = this.of(name);
    if (column === null) return null;
    const { epochs, values } = column;
    if (epochs === null) return values;
    const [row, samples] = [epochs.indexOf(epoch), values.length / epochs.length];
    return row < 0 ? null : values.subarray(row * samples, (row + 1) * samples);
  }

  /** The texts of a column of texts. */
  textsOf(name: string): TextsStore {
    const known = this.texts.get(name) ?? new TextsStore(this.api, () => this.textSource(name));
    this.texts.set(name, known);
    return known;
  }

  /** The value of a sample at an epoch, as text; null while it is not here. */
  textAt({ name, kind, classes }: Column, epoch: number | null, sample: number): string | null {
    if (kind === "text") return this.textsOf(name).at(sample);
    const value = (epoch === null ? null : this.rowAt(name, epoch))?.[sample];
    if (value === undefined) return null;
    if (kind === "number") return Number.isNaN(value) ? NO_VALUE : plainNumber(value);
    return classes[value] ?? NO_VALUE;
  }

  want(name: string): void {
    if (!this.wanted.has(name)) this.wanted = new Set([...this.wanted, name]);
  }

  /** Load what is wanted of a run's columns, unless it is here already; the values at an epoch first. */
  async load({ name: run, columns }: Manifest, epoch: number | null): Promise<void> {
    const wanted = columns.filter(({ name, kind }) => kind !== "text" && this.wanted.has(name));
    this.loaded = new Map(wanted.map(({ name }) => [name, this.loaded.get(name) ?? new OneColumn(this.api)]));
    await Promise.all(wanted.map(async (column) => this.loaded.get(column.name)?.load(run, column, epoch)));
  }

  /** Another run is coming: values of this one do not apply to its samples. */
  forget(): void {
    this.loaded = new Map();
  }

  private textSource(name: string) {
    const { manifest } = this.run;
    const files = manifest?.columns.find((column) => column.name === name)?.texts ?? null;
    return manifest === null || files === null ? null : { manifest, files };
  }

  private get all(): OneColumn[] {
    return [...this.loaded.values()];
  }
}

/** One column, whose values are the same at all epochs or come epoch by epoch. */
class OneColumn {
  private readonly constant = new Loaded<string, Arrays>();
  private readonly changing: EpochArrays<Arrays>;

  constructor(private readonly api: ApiClient) {
    this.changing = new EpochArrays(api);
    makeAutoObservable(this);
  }

  get status(): Status {
    return this.constant.status === "idle" ? this.changing.status : this.constant.status;
  }

  get problem(): Problem | null {
    return this.constant.problem ?? this.changing.problem;
  }

  get values(): ColumnValues | null {
    const { value } = this.changing;
    if (value !== null) return { epochs: value.epochs, values: valuesIn(value) };
    return this.constant.value === null ? null : { epochs: null, values: valuesIn(this.constant.value) };
  }

  async load(run: string, { values, epoch_values: changing }: Column, epoch: number | null): Promise<void> {
    if (changing !== null) await this.changing.load(run, changing, epoch);
    else if (values !== null) await this.loadConstant(run, values);
  }

  private async loadConstant(run: string, file: BinaryFile): Promise<void> {
    const key = `${run} ${file.path} ${file.identity} ${file.checksum ?? ""}`;
    await this.constant.load(key, (signal) => this.api.fetchArrays(run, file, signal));
  }
}

function valuesIn({ number, class: classes }: Arrays): Float32Array | Uint16Array {
  return (number ?? classes) as Float32Array | Uint16Array;
}
