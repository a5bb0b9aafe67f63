/** What the page calls methods and colorings, and what it says of them. */
import type { Method } from "../api/manifest.ts";
import { count, percent } from "../ui/words.ts";
import type { Coloring, SampleMeasure } from "./measures.ts";
import type { Scale } from "./scales.ts";

interface Named {
  readonly name: string;
  readonly words: string;
}

export const METHOD_WORDS: Record<Method, Named> = {
  aligned: { name: "AlignedUMAP", words: "Lays all epochs out together, so that a sample stays near itself." },
  stock: { name: "AlignedUMAP (umap-learn)", words: "The same aim, as the umap-learn library does it." },
  umap: {
    name: "UMAP per epoch",
    words: "Lays out each epoch by itself; samples may jump though the layer did not move.",
  },
  pca: { name: "PCA", words: "Shows the two directions in which the layer varies most; groups may lie on each other." },
};

export const COLORING_WORDS: Record<Coloring, Named> = {
  class: { name: "True class", words: "" },
  predicted: { name: "Predicted class", words: "What the network takes each sample for at this epoch." },
  correct: { name: "Right or wrong", words: "Whether the prediction at this epoch is the true class." },
  confidence: { name: "Confidence", words: "The probability that the network gives to the class it predicts." },
  loss: {
    name: "Loss",
    words: "Cross entropy with the true class, in nats. A guess among all classes costs half of the scale.",
  },
  margin: {
    name: "Margin",
    words: "The logit of the label less the highest other logit: below 0, the sample is wrong (Pleiss et al. 2020).",
  },
  label_confidence: {
    name: "Confidence in the label",
    words: "The mean probability of the label over the epochs of training (Swayamdipta et al. 2020).",
  },
  variability: {
    name: "Variability",
    words: "The standard deviation of the label’s probability over the epochs of training (Swayamdipta et al. 2020).",
  },
  correctness: {
    name: "Correctness",
    words: "The share of the epochs of training at which the sample is right (Swayamdipta et al. 2020).",
  },
  forgotten: {
    name: "Times forgotten",
    words: "How often the sample was right at one epoch and wrong at the next (Toneva et al. 2019).",
  },
  first_learned: {
    name: "First learned",
    words: "The first epoch of training at which the sample is right (Toneva et al. 2019).",
  },
  area_under_margin: {
    name: "Area under the margin",
    words: "The mean margin over the epochs of training: low where the label may be wrong (Pleiss et al. 2020).",
  },
  layer_motion: {
    name: "Way in the layer",
    words:
      "How far the sample has moved in the layer’s own space; 1 is the samples’ root mean square distance from their center.",
  },
  trustworthiness: {
    name: "Trust in the place",
    words: "Each sample's own trustworthiness: 50 % is what random places reach, 100 % no false neighbor.",
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
  { name: "Picture", colorings: ["trustworthiness"] },
];

/** What it means that a sample has no value; null where all have one. */
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

/** What stands at the two ends of a measure's scale. */
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
