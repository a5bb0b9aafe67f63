/** What understands typed questions, once its script is here. */
import { Loaded } from "../../loaded/Loaded.ts";
import { missingPart } from "../../ui/missingPart.ts";

type Script = typeof import("../../queries/understanding.ts");

export class UnderstandingStore {
  private readonly loaded = new Loaded<"script", Script>();

  get script(): Script | null {
    return this.loaded.value;
  }

  /** Why the script is not here; null while it is not known to be missing. */
  get problem(): string | null {
    return this.loaded.status === "failed" ? missingPart(this.loaded.error) : null;
  }

  /** The promise is kept once the script is here, or known to be missing. */
  load(): Promise<boolean> {
    return this.loaded.load("script", () => import("../../queries/understanding.ts"));
  }
}
