import { expect, it } from "vitest";
import type { Vocabulary } from "./condition.ts";
import { nearestQuestions, notUnderstood } from "./nearest.ts";
import { questionsIn } from "./parsing.ts";
import { exampleQuestions } from "./suggesting.ts";
import { VOCABULARY } from "./testing.ts";
import { queryText } from "./text.ts";

const CIFAR: Vocabulary = {
  ...VOCABULARY,
  classes: ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"],
  samples: 12000,
};
const nearest = (text: string, vocabulary = CIFAR) =>
  nearestQuestions(text, vocabulary).map((question) => queryText(question, vocabulary));

it.each([
  ["missclassified", "misclassified"],
  ["misclasified catz", "misclassified and true class cat"],
  ["wrnog trucks", "misclassified and true class truck"],
  ["cat predicted as dgo", "cat predicted as dog"],
  ["cats mistooken for dogs", "cat predicted as dog"],
  ["hihg loss", "high loss (top 5%)"],
  ["low confidense", "low confidence (bottom 5%)"],
  ["the funny cats", "true class cat"],
  ["forgoten", "forgotten at least once"],
  ["sample 99999", "sample 0"],
  ["learned by epoch 3", "learned by epoch 4"],
  ["never lerned", "never learned"],
  ["automobil", "true class automobile"],
  ["suspicous labels", "suspicious labels (top 1%)"],
])("answers %j with %j first", (text, question) => {
  expect(nearest(text)[0]).toBe(question);
});

it("offers three different questions, each of which is understood", () => {
  for (const text of ["the funny ones", "blah", "cats vs dogs", "42 losses", ""]) {
    const questions = nearest(text);
    expect(new Set(questions).size).toBe(3);
    for (const question of questions) expect(queryText(questionsIn(question, CIFAR)[0] ?? [], CIFAR)).toBe(question);
  }
});

it("offers both confusions of two classes", () => {
  expect(nearest("cats vs dogs")).toEqual(expect.arrayContaining(["cat predicted as dog", "dog predicted as cat"]));
});

it("offers what the run can answer, in its own terms", () => {
  const imported: Vocabulary = {
    ...CIFAR,
    labeled: false,
    predicted: false,
    measures: ["trustworthiness"],
    suspects: false,
  };
  expect(nearest("misclassified", imported).join()).not.toMatch(/misclassified|loss|suspicious|predicted/);
  expect(nearest("low trustworthines", imported)[0]).toBe("low trustworthiness (bottom 5%)");
});

it.each([
  [" blah ", "“blah” is not understood."],
  ["right at epoch 3, wrong at epoch 4", "Epoch 3 was not recorded in this run. Recorded epochs: 0, 1, 2, 4."],
  ["learned by 9", "Epoch 9 was not recorded in this run. Recorded epochs: 0, 1, 2, 4."],
  ["sample 4", "There is no sample 4: this run has samples 0 to 3."],
  ["cat or dog", "Conditions are joined with “and”: all of them must match."],
])("says what is wrong with %j", (text, problem) => {
  expect(notUnderstood(text, VOCABULARY).problem).toBe(problem);
});

it("begins with questions that show what can be asked", () => {
  expect(exampleQuestions(CIFAR).map((question) => queryText(question, CIFAR))).toEqual([
    "misclassified",
    "cat predicted as dog",
    "high loss (top 5%)",
    "never learned",
    "suspicious labels (top 1%)",
    "forgotten at least 2 times",
  ]);
  expect(exampleQuestions({ ...CIFAR, labeled: false, predicted: false, measures: [], suspects: false })).toEqual([]);
});
