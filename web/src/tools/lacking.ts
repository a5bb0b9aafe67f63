/** Messages in place of a tool whose data the run lacks, as a run that was imported may. */
import type { RunStore } from "../loaded/RunStore.ts";

interface Needs {
  readonly run: RunStore;
}

/** Return why predictions cannot be compared with labels; null where they can. */
export function lacksVerdicts({ run }: Needs): string | null {
  if (run.manifest?.predictions === null) return "This run has no predictions.";
  return run.labeled ? null : "This run has no labels to compare predictions with.";
}

/** Return why there are no training dynamics; null where there are. */
export function lacksDynamics(page: Needs): string | null {
  return lacksVerdicts(page) ?? (page.run.manifest?.dynamics === null ? "This run has no training dynamics." : null);
}

/** Return why there are no probabilities of labels; null where there are. */
export function lacksProbabilities(page: Needs): string | null {
  const { manifest } = page.run;
  return (
    lacksVerdicts(page) ?? (manifest?.probabilities === null ? "This run has no probabilities of all classes." : null)
  );
}
