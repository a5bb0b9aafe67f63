/** What people type about columns of the run's own, and about the words of texts. */
import { expect, it } from "vitest";
import { defaultCondition, kindsIn } from "./condition.ts";
import type { Vocabulary } from "./condition.ts";
import { questionsIn } from "./parsing.ts";
import { suggestionsFor } from "./suggesting.ts";
import { queryText } from "./text.ts";
import { VOCABULARY } from "./testing.ts";
import { formatWhere, parseWhere } from "./where.ts";

const OWN: Vocabulary = {
  ...VOCABULARY,
  columns: [{ name: "stroke width", classes: ["thin", "thick"] }],
  measures: [...VOCABULARY.measures, "number:reconstruction error", "number:loss"],
  texts: true,
};

function meant(text: string): string {
  return formatWhere(questionsIn(text, OWN)[0] ?? []);
}

it.each([
  ["reconstruction error above 0.5", "number:reconstruction%20error:0.5:"],
  ["high reconstruction error", "high:number:reconstruction%20error:5"],
  ["stroke width is thick", "column:stroke%20width:1"],
  ["not stroke width thin and wrong", "not:column:stroke%20width:0,wrong"],
  ["loss > 2", "number:loss:2:"],
  ["text contains slow start", "text:slow%20start"],
  ["containing “black, white and gray” and wrong", "text:black%2C%20white%20and%20gray,wrong"],
  ["not dull", "not:text:dull"],
])("takes “%s” for what it says", (text, where) => {
  expect(meant(text)).toBe(where);
});

it("reads back what it writes", () => {
  for (const where of [
    "text:black%2C%20white%20and%20gray,wrong",
    "column:stroke%20width:1,number:reconstruction%20error:0.5:2",
  ]) {
    const terms = parseWhere(where, OWN);
    expect([formatWhere(terms), meant(queryText(terms, OWN))]).toEqual([where, where]);
  }
});

it("offers to look for what is typed among the words, last", () => {
  const texts = suggestionsFor("wrong", OWN).map((question) => queryText(question, OWN));
  expect([texts[0], texts.includes("text contains “wrong”")]).toEqual(["misclassified", true]);
  expect(suggestionsFor("wonderful", { ...OWN, texts: false })).toEqual([]);
});

it("completes what is typed to the classes of a column", () => {
  expect(suggestionsFor("stroke wi", OWN).map((question) => queryText(question, OWN))).toEqual(
    expect.arrayContaining(["stroke width is thin", "stroke width is thick"]),
  );
});

it("claims no split of samples whose split is not known", () => {
  const unknown = { ...OWN, splits: ["", "test"] };
  expect([parseWhere("split:0", unknown), defaultCondition("split", unknown)]).toEqual([
    [],
    { kind: "split", split: 1 },
  ]);
  expect(kindsIn({ ...OWN, splits: [""] })).not.toContain("split");
});

it("ignores a malformed address", () => {
  expect(parseWhere("text:%E0%A4%A,column:%:1,number:%:1:2,column:other:0,column:stroke%20width:9", OWN)).toEqual([]);
});
