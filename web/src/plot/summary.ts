/** What the picture shows, in a sentence or two, for people who hear the page. */
import { COLORING_WORDS } from "../numbers/names.ts";
import type { Page } from "../page/Page.ts";
import { count, percent } from "../ui/words.ts";

export function summaryOf(page: Page): string {
  if (page.stage.state !== "ready") return "No plot yet";
  const { projection, timeline, color } = page;
  const which = page.leader === null ? "Scatter plot" : "Second scatter plot";
  const what = `${which} of ${count(shownCount(page))} samples at layer ${projection.layer ?? ""}, epoch ${timeline.epoch ?? 0}, colored by ${color.shown === "class" ? "class" : COLORING_WORDS[color.shown].name.toLowerCase()}`;
  return [what, accuracyWords(page), trustWords(page), selectionWords(page)].filter((words) => words !== "").join(". ");
}

/** Of the second view: those that the first shows too. */
function shownCount({ drawing }: Page): number {
  return drawing.onScreen.reduce((sum, there) => sum + there, 0);
}

function accuracyWords({ run, timeline }: Page): string {
  return run
    .accuraciesAt(timeline.epoch ?? 0)
    .map(({ split, accuracy }) => `${split} accuracy ${percent(accuracy, 0)}`)
    .join(", ");
}

function trustWords({ projection, timeline }: Page): string {
  const means = projection.entry?.quality?.means;
  const [purity, trust] = [means?.label_purity?.[timeline.index], means?.trustworthiness[timeline.index]];
  if (trust === undefined) return "";
  const shares =
    purity === undefined ? "" : `${percent(purity, 0)} of nearest neighbors in the plot share the sample’s class; `;
  return `${shares}trustworthiness ${percent(trust, 0)}`;
}

function selectionWords({ selection, card, drawing, query }: Page): string {
  if (selection.empty)
    return drawing.found === null ? "" : `${count(drawing.found.length)} highlighted: ${query.words}`;
  const wrong = card.wrongCount === null ? "" : `, ${count(card.wrongCount)} of them misclassified`;
  return `${count(selection.samples.length)} selected${wrong}`;
}
