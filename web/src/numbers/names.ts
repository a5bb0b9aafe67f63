/** The names and descriptions of methods and colorings. */
import type { Method } from "../api/manifest.ts";
import { count, percent } from "../ui/words.ts";
import type { Coloring, SampleMeasure } from "./measures.ts";
import type { Scale } from "./scales.ts";

interface Named {
  readonly name: string;
  readonly words: string;
}

export const METHOD_WORDS: Record<Method, Named> = {
  aligned: {
    name: "AlignedUMAP",
    words: "Projects all epochs together, so that each sample stays close to itself from epoch to epoch.",
  },
  stock: { name: "AlignedUMAP (umap-learn)", words: "The same method, as implemented in the umap-learn library." },
  umap: {
    name: "UMAP per epoch",
    words: "Projects each epoch on its own; samples may jump although they didn’t move in the layer.",
  },
  pca: { name: "PCA", words: "Shows the two directions in which the layer varies most; groups may overlap." },
};

export const COLORING_WORDS: Record<Coloring, Named> = {
  class: { name: "True class", words: "" },
  predicted: { name: "Predicted class", words: "The class that the network predicts at this epoch." },
  correct: { name: "Correct or misclassified", words: "Whether the prediction at this epoch is the true class." },
  confidence: { name: "Confidence", words: "The probability of the predicted class." },
  loss: {
    name: "Loss",
    words: "Cross-entropy with the true class, in nats. Random guessing is the middle of the scale.",
  },
  margin: {
    name: "Margin",
    words: "True-class logit minus the highest other logit: below 0, the sample is misclassified (Pleiss et al. 2020).",
  },
  label_confidence: {
    name: "Confidence in the label",
    words: "The mean probability of the label over the training epochs (Swayamdipta et al. 2020).",
  },
  variability: {
    name: "Variability",
    words: "The standard deviation of the label’s probability over the training epochs (Swayamdipta et al. 2020).",
  },
  correctness: {
    name: "Correctness",
    words: "The share of training epochs at which the sample is correct (Swayamdipta et al. 2020).",
  },
  forgotten: {
    name: "Forgetting events",
    words: "How often the sample was correct at one epoch and misclassified at the next (Toneva et al. 2019).",
  },
  first_learned: {
    name: "First learned",
    words: "The first training epoch at which the sample is correct (Toneva et al. 2019).",
  },
  area_under_margin: {
    name: "Area under the margin",
    words: "The mean margin over the training epochs; a low value may mean a wrong label (Pleiss et al. 2020).",
  },
  layer_motion: {
    name: "Layer motion",
    words:
      "How far the sample has moved in the layer’s own space, relative to the root-mean-square distance of all samples from their center.",
  },
  trustworthiness: {
    name: "Trustworthiness",
    words: "Per sample: 100% means no false neighbors in the plot; random positions reach 50%.",
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
export function noValueWords(coloring: Coloring): string | null {
  return coloring === "first_learned" ? "not learned yet" : null;
}

/** A sample's value with its unit: "62%", "1.25 nats", "−3.10", "epoch 4". */
export function measureWords(measure: SampleMeasure, value: number, digits = 2): string {
  if (Number.isNaN(value)) return noValueWords(measure) ?? "unknown";
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
    `${measureWords(measure, least, 1)}${isOpen("below") ? " or less" : ""}`,
    `${measureWords(measure, most, 1)}${isOpen("above") ? " or more" : ""}`,
  ];
}
