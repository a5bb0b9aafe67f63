/** The names and descriptions of methods and colorings. */
import type { Method } from "../api/manifest.ts";
import { count, percent } from "../ui/format.ts";
import type { Coloring, SampleMeasure } from "./measures.ts";
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

export const COLORING_LABELS: Record<Coloring, Named> = {
  class: { name: "True class", description: "" },
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

export const COLORING_GROUPS: readonly { readonly name: string; readonly colorings: readonly Coloring[] }[] = [
  { name: "Classes and predictions", colorings: ["class", "predicted", "correct"] },
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
  return coloring === "first_learned" ? "not learned yet" : null;
}

/** A sample's value with its unit: "62%", "1.25 nats", "−3.10", "epoch 4". */
export function measureText(measure: SampleMeasure, value: number, digits = 2): string {
  if (Number.isNaN(value)) return noValueText(measure) ?? "unknown";
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
): readonly [least: string, most: string] {
  const isOpen = (end: "below" | "above") => opens === end || opens === "both";
  return [
    `${measureText(measure, least, 1)}${isOpen("below") ? " or less" : ""}`,
    `${measureText(measure, most, 1)}${isOpen("above") ? " or more" : ""}`,
  ];
}
