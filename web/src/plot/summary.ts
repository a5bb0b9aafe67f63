/** A description of the plot in a sentence or two, for screen readers. */
import { nameInside } from "../numbers/names.ts";
import type { Page } from "../page/Page.ts";
import { count, percent } from "../ui/format.ts";

export function summaryOf(page: Page): string {
  if (page.stage.state !== "ready") return "No plot yet";
  const { projection, timeline, color } = page;
  const which = page.leader === null ? "Scatter plot" : "Second scatter plot";
  const what = `${which} of ${count(shownCount(page))} samples at layer ${projection.layer ?? ""}, ${timeline.say("epoch")} ${timeline.epoch ?? 0}, ${color.shown === "none" ? "in one color" : `colored by ${color.shown === "class" ? "class" : nameInside(color.shown)}`}`;
  return [what, accuracyTexts(page, timeline.epoch ?? 0, 0).join(", "), trustText(page), selectionText(page)]
    .filter((part) => part !== "")
    .join(". ");
}

/** Return the number of samples shown; in the second view, of those that the first shows too. */
function shownCount({ drawing }: Page): number {
  return drawing.onScreen.reduce((sum, shown) => sum + shown, 0);
}

/** Return "test accuracy 83.7%" for each split. */
export function accuracyTexts({ run }: Pick<Page, "run">, epoch: number, digits = 1): string[] {
  return run
    .accuraciesAt(epoch)
    .map(({ split, accuracy }) => `${split} accuracy ${percent(accuracy, digits)}`.trimStart());
}

function trustText({ projection, timeline }: Page): string {
  const means = projection.entry?.quality?.means;
  const [purity, trust] = [means?.label_purity?.[timeline.index], means?.trustworthiness[timeline.index]];
  if (trust === undefined) return "";
  const shares =
    purity === undefined ? "" : `${percent(purity, 0)} of nearest neighbors in the plot share the sample’s class; `;
  return `${shares}trustworthiness ${percent(trust, 0)}`;
}

function selectionText({ selection, card, drawing, query }: Page): string {
  if (selection.empty)
    return drawing.found === null ? "" : `${count(drawing.found.length)} highlighted: ${query.explained}`;
  const wrong = card.wrongCount === null ? "" : `, ${count(card.wrongCount)} of them misclassified`;
  return `${count(selection.samples.length)} selected${wrong}`;
}
