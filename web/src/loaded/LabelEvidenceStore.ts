/** The evidence against the label of every sample; loaded once something needs it. */
import { makeAutoObservable } from "mobx";
import type { ApiClient } from "../api/ApiClient.ts";
import type { LabelErrors } from "../api/arrays.ts";
import type { LabelErrorsFile, Manifest } from "../api/manifest.ts";
import { Loaded } from "./Loaded.ts";
import type { Problem, Status } from "./status.ts";

export class LabelEvidenceStore {
  wanted = false;
  private readonly loaded = new Loaded<LabelErrorsFile, LabelErrors>();

  constructor(private readonly api: ApiClient) {
    makeAutoObservable(this);
  }

  get status(): Status {
    return this.loaded.status;
  }

  get problem(): Problem | null {
    return this.loaded.problem;
  }

  want(): void {
    this.wanted = true;
  }

  /** Return the evidence of a run; null while it is not here, or if the run has none. */
  of(manifest: Manifest | null): LabelErrors | null {
    return this.loaded.of(manifest?.label_errors ?? null);
  }

  /** Load the evidence of a run, unless it is here already or the run has no trained epoch. */
  async load({ name, label_errors: file }: Manifest): Promise<void> {
    if (file === null) this.loaded.forget();
    else
      await this.loaded.load(file, async (signal) => {
        const arrays = await this.api.fetchArrays(name, file, signal);
        return arrays as unknown as LabelErrors;
      });
  }

  forget(): void {
    this.loaded.forget();
  }
}
