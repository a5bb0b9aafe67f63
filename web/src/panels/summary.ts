/** What the picture shows, in a sentence or two, for people who hear the page. */
import type { AppStore } from "../stores/AppStore.ts";
import type { Colouring } from "../stores/ColourStore.ts";
import { count, percent } from "../ui/words.ts";

const COLOURED: Record<Colouring, string> = {
  class: "class", predicted: "predicted class", correct: "right or wrong prediction", confidence: "confidence", loss: "loss", trustworthiness: "trust in the place",
};

export function summaryOf(app: AppStore): string {
  if (app.stage.state !== "ready") return "No picture yet";
  const { projection, subset, timeline, colour } = app;
  const what = `Scatter plot of ${count(subset.shownCount)} samples at layer ${projection.layer ?? ""}, epoch ${timeline.epoch ?? 0}, coloured by ${COLOURED[colour.shown]}`;
  return [what, accuracyWords(app), trustWords(app), selectionWords(app)].filter((words) => words !== "").join(". ");
}

function accuracyWords({ run, timeline }: AppStore): string {
  return run.accuraciesAt(timeline.epoch ?? 0).map(({ split, accuracy }) => `${split} accuracy ${percent(accuracy, 0)}`).join(", ");
}

function trustWords({ projection, timeline }: AppStore): string {
  const means = projection.entry?.quality?.means;
  const [purity, trust] = [means?.label_purity[timeline.index], means?.trustworthiness[timeline.index]];
  if (purity === undefined || trust === undefined) return "";
  return `Of a sample's nearest in the picture ${percent(purity, 0)} are of its class; trustworthiness ${percent(trust, 0)}`;
}

function selectionWords({ selection, card }: AppStore): string {
  if (selection.empty) return "";
  const wrong = card.wrongCount === null ? "" : `, ${count(card.wrongCount)} of them wrong`;
  return `${count(selection.samples.length)} selected${wrong}`;
}
