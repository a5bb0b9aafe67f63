/** What the page calls methods and colourings, and what it says of them. */
import type { Method } from "../api/manifest.ts";
import type { Colouring, Scale } from "../stores/ColourStore.ts";

interface Named {
  readonly name: string;
  readonly words: string;
}

export const METHOD_WORDS: Record<Method, Named> = {
  aligned: { name: "AlignedUMAP", words: "Lays all epochs out together, so that a sample stays near itself." },
  stock: { name: "AlignedUMAP (umap-learn)", words: "The same aim, as the umap-learn library does it." },
  umap: { name: "UMAP per epoch", words: "Lays out each epoch by itself; samples may jump though the layer did not move." },
  pca: { name: "PCA", words: "Shows the two directions in which the layer varies most; groups may lie on each other." },
};

export const COLOURING_WORDS: Record<Colouring, Named> = {
  class: { name: "True class", words: "" },
  predicted: { name: "Predicted class", words: "What the network takes each sample for at this epoch." },
  correct: { name: "Right or wrong", words: "Whether the prediction at this epoch is the true class." },
  confidence: { name: "Confidence", words: "The probability that the network gives to the class it predicts." },
  loss: { name: "Loss", words: "Cross entropy with the true class, in nats. A guess among all classes costs half of the scale." },
  trustworthiness: { name: "Trust in the place", words: "Each sample's own trustworthiness: 50 % is what random places reach, 100 % no false neighbour." },
};

/** What stands at the two ends of a scale. */
export function scaleEnds({ least, most, opens }: Scale, colouring: Colouring): readonly [least: string, most: string] {
  const words = (value: number) => (colouring === "loss" ? `${value.toFixed(1)} nats` : `${Math.round(value * 100)} %`);
  return [`${words(least)}${opens === "below" ? " or less" : ""}`, `${words(most)}${opens === "above" ? " or more" : ""}`];
}
