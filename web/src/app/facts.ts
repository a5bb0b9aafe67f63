/** A run in a few words: its model, data set, samples and epochs. */
import type { Manifest } from "../api/manifest.ts";
import { count, shortCount } from "../ui/format.ts";

export function factsOf(manifest: Manifest | null): readonly string[] {
  if (manifest === null) return [];
  const { model, dataset } = manifest;
  const parameters = model?.parameters ? ` (${shortCount(model.parameters)} parameters)` : "";
  const classes = dataset.classes.length === 0 ? "" : `${count(dataset.classes.length)} classes`;
  return [
    model === null ? "" : `${model.name}${parameters}`,
    [dataset.name, classes].filter((part) => part !== "").join(", "),
    `${count(manifest.sample_count)} samples`,
    manifest.unit === "step"
      ? `${count(manifest.epochs.length)} recorded steps`
      : `${count(manifest.epochs.length)} epochs`,
    manifest.compact ? "compact copy" : "",
  ].filter((fact) => fact !== "");
}
