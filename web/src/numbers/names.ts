/** The names and descriptions of methods and colorings. */
import type { Method } from "../api/manifest.ts";
import { count, inUnit, percent, plainNumber } from "../ui/format.ts";
import type { Unit } from "../ui/format.ts";
import { columnName, isColumn, isNumberColumn } from "./measures.ts";
import type { Coloring, KnownColoring, SampleMeasure } from "./measures.ts";
import type { Scale } from "./scales.ts";

interface Named {
  readonly name: string;
  readonly description: string;
}

export const METHOD_LABELS: Record<Method, Named> = {
  aligned: {
    name: "AlignedUMAP",
    description: "Projects all epochs together, so that each sample stays close to itself from epoch to epoch.",
  },
  stock: {
    name: "AlignedUMAP (umap-learn)",
    description: "The same method, as implemented in the umap-learn library.",
  },
  umap: {
    name: "UMAP per epoch",
    description: "Projects each epoch on its own; samples may jump although they didn’t move in the layer.",
  },
  pca: { name: "PCA", description: "Shows the two directions in which the layer varies most; groups may overlap." },
};

const COLORING_LABELS: Record<KnownColoring, Named> = {
  class: { name: "True class", description: "" },
  none: { name: "One color", description: "This run has no labels." },
  predicted: { name: "Predicted class", description: "The class that the network predicts at this epoch." },
  correct: { name: "Correct or misclassified", description: "Whether the prediction at this epoch is the true class." },
  confidence: { name: "Confidence", description: "The probability of the predicted class." },
  loss: {
    name: "Loss",
    description: "Cross-entropy with the true class, in nats. Random guessing is the middle of the scale.",
  },
  margin: {
    name: "Margin",
    description:
      "True-class logit minus the highest other logit: below 0, the sample is misclassified (Pleiss et al. 2020).",
  },
  label_confidence: {
    name: "Confidence in the label",
    description: "The mean probability of the label over the training epochs (Swayamdipta et al. 2020).",
  },
  variability: {
    name: "Variability",
    description:
      "The standard deviation of the label’s probability over the training epochs (Swayamdipta et al. 2020).",
  },
  correctness: {
    name: "Correctness",
    description: "The share of training epochs at which the sample is correct (Swayamdipta et al. 2020).",
  },
  forgotten: {
    name: "Forgetting events",
    description: "How often the sample was correct at one epoch and misclassified at the next (Toneva et al. 2019).",
  },
  first_learned: {
    name: "First learned",
    description: "The first training epoch at which the sample is correct (Toneva et al. 2019).",
  },
  area_under_margin: {
    name: "Area under the margin",
    description: "The mean margin over the training epochs; a low value may mean a wrong label (Pleiss et al. 2020).",
  },
  layer_motion: {
    name: "Layer motion",
    description:
      "How far the sample has moved in the layer’s own space, relative to the root-mean-square distance of all samples from their center.",
  },
  trustworthiness: {
    name: "Trustworthiness",
    description: "Per sample: 100% means no false neighbors in the plot; random positions reach 50%.",
  },
};

/** The name and the description of a coloring; columns of the run's own have the run's names. */
export function labelOf(coloring: Coloring): Named {
  return isColumn(coloring) ? { name: columnName(coloring), description: "" } : COLORING_LABELS[coloring];
}

/** The name of a coloring within a sentence. */
export function nameInside(coloring: Coloring): string {
  const { name } = labelOf(coloring);
  return isColumn(coloring) ? name : name.toLowerCase();
}

export const COLORING_GROUPS: readonly { readonly name: string; readonly colorings: readonly KnownColoring[] }[] = [
  { name: "Classes and predictions", colorings: ["class", "none", "predicted", "correct"] },
  { name: "This epoch", colorings: ["confidence", "loss", "margin"] },
  {
    name: "Up to this epoch",
    colorings: [
      "label_confidence",
      "variability",
      "correctness",
      "forgotten",
      "first_learned",
      "area_under_margin",
      "layer_motion",
    ],
  },
  { name: "Projection", colorings: ["trustworthiness"] },
];

/** Return the text for a sample without a value; null if every sample has one. */
export function noValueText(coloring: Coloring): string | null {
  if (isColumn(coloring)) return "no value";
  return coloring === "first_learned" ? "not learned yet" : null;
}

/** A sample's value with its unit: "62%", "1.25 nats", "−3.10", "epoch 4". */
export function measureText(measure: SampleMeasure, value: number, digits = 2): string {
  if (Number.isNaN(value)) return noValueText(measure) ?? "unknown";
  if (isNumberColumn(measure)) return plainNumber(value, digits + 2);
  switch (measure) {
    case "loss":
      return `${value.toFixed(digits)} nats`;
    case "forgotten":
      return count(value);
    case "first_learned":
      return `epoch ${value}`;
    case "margin":
    case "area_under_margin":
    case "layer_motion":
      return value.toFixed(digits).replace("-", "−");
    default:
      return percent(value, 0);
  }
}

/** Return the labels of the two ends of a measure's scale. */
export function scaleEnds(
  { least, most, opens }: Scale,
  measure: SampleMeasure,
  unit: Unit = "epoch",
): readonly [least: string, most: string] {
  const isOpen = (end: "below" | "above") => opens === end || opens === "both";
  return [
    `${inUnit(measureText(measure, least, 1), unit)}${isOpen("below") ? " or less" : ""}`,
    `${inUnit(measureText(measure, most, 1), unit)}${isOpen("above") ? " or more" : ""}`,
  ];
}
