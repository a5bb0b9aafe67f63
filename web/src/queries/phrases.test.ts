/** What people type, and what they mean by it, in a run of ten classes and one of digits. */
import { expect, it } from "vitest";
import type { Vocabulary } from "./condition.ts";
import { questionsIn } from "./parsing.ts";
import { VOCABULARY } from "./testing.ts";
import { queryText } from "./text.ts";

const CIFAR: Vocabulary = {
  ...VOCABULARY,
  epoch: 20,
  epochs: Array.from({ length: 21 }, (_, epoch) => epoch),
  classes: ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"],
  samples: 12000,
};
const DIGITS: Vocabulary = { ...CIFAR, classes: ["0", "1", "7", "8"] };
const ODD: Vocabulary = {
  ...CIFAR,
  classes: [
    "sea lion",
    "T-shirt/top",
    "ice_cream",
    "bus",
    "Great White Shark",
    "tench, Tinca tinca",
    "rock and roll",
    "butterfly",
    "wolf",
    "class 10",
    "glass",
  ],
};

const meaningOf = (text: string, vocabulary: Vocabulary) => {
  const [question] = questionsIn(text, vocabulary);
  return question === undefined ? null : queryText(question, vocabulary);
};

it.each([
  // Misclassified and correct.
  ["misclassified", "misclassified"],
  ["Misclassified.", "misclassified"],
  ["MISTAKES", "misclassified"],
  ["mistake", "misclassified"],
  ["errors", "misclassified"],
  ["prediction errors", "misclassified"],
  ["wrong", "misclassified"],
  ["wrongly classified", "misclassified"],
  ["incorrect", "misclassified"],
  ["wrong samples", "misclassified"],
  ["samples that are misclassified", "misclassified"],
  ["show me all the mistakes", "misclassified"],
  ["which images are misclassified?", "misclassified"],
  ["still wrong", "misclassified"],
  ["correct", "correct"],
  ["correctly classified", "correct"],
  ["not misclassified", "not misclassified"],
  ["not wrong", "not misclassified"],
  ["not correct", "not correct"],
  ["newly misclassified", "correct at epoch 19, misclassified at epoch 20"],
  ["correct at epoch 7, misclassified at epoch 8", "correct at epoch 7, misclassified at epoch 8"],
  ["right at 7 but wrong at 8", "correct at epoch 7, misclassified at epoch 8"],
  // A true class.
  ["cat", "true class cat"],
  ["Cats", "true class cat"],
  ["CATS", "true class cat"],
  ["horses", "true class horse"],
  ["the trucks", "true class truck"],
  ["label cat", "true class cat"],
  ["labeled cat", "true class cat"],
  ["true cat", "true class cat"],
  ["true class cat", "true class cat"],
  ["true label is cat", "true class cat"],
  ["class cat", "true class cat"],
  ["class: cat", "true class cat"],
  ["class=cat", "true class cat"],
  ["cat images", "true class cat"],
  ["not cat", "not true class cat"],
  ["no cats", "not true class cat"],
  ["except cats", "not true class cat"],
  ["isn’t a cat", "not true class cat"],
  // A predicted class.
  ["predicted dog", "predicted as dog"],
  ["predicted as dog", "predicted as dog"],
  ["predicted as a dog", "predicted as dog"],
  ["predicted to be dogs", "predicted as dog"],
  ["prediction: dog", "predicted as dog"],
  ["predicted class dog", "predicted as dog"],
  ["classified as dog", "predicted as dog"],
  ["as dog", "predicted as dog"],
  ["-> dog", "predicted as dog"],
  ["not predicted dog", "not predicted as dog"],
  ["misclassified as dogs", "misclassified and predicted as dog"],
  ["mistaken for a dog", "misclassified and predicted as dog"],
  ["wrong, predicted dog", "misclassified and predicted as dog"],
  // One class predicted as another.
  ["cat → dog", "cat predicted as dog"],
  ["cat→dog", "cat predicted as dog"],
  ["cat -> dog", "cat predicted as dog"],
  ["cat->dog", "cat predicted as dog"],
  ["cat => dog", "cat predicted as dog"],
  ["cats --> dogs", "cat predicted as dog"],
  ["“cat predicted as dog”", "cat predicted as dog"],
  ["cats predicted as dogs", "cat predicted as dog"],
  ["cats that are predicted as dogs", "cat predicted as dog"],
  ["cats that were classified as dogs", "cat predicted as dog"],
  ["cats misclassified as dogs", "cat predicted as dog"],
  ["cat mistaken for dog", "cat predicted as dog"],
  ["cats mistaken for dogs", "cat predicted as dog"],
  ["a cat taken for a dog", "cat predicted as dog"],
  ["cats confused with dogs", "cat predicted as dog"],
  ["cats called dogs", "cat predicted as dog"],
  ["cat predicted dog", "cat predicted as dog"],
  ["cat as dog", "cat predicted as dog"],
  ["true cat predicted dog", "cat predicted as dog"],
  ["labeled cat, predicted dog", "true class cat and predicted as dog"],
  ["predicted dog but true class cat", "predicted as dog and true class cat"],
  ["cats as anything else", "cat predicted as anything else"],
  ["cats predicted as something else", "cat predicted as anything else"],
  ["cats predicted as another class", "cat predicted as anything else"],
  ["cat not predicted as dog", "true class cat and not predicted as dog"],
  // Several at once.
  ["truck wrong", "true class truck and misclassified"],
  ["wrong trucks", "misclassified and true class truck"],
  ["trucks that are misclassified", "true class truck and misclassified"],
  ["truck errors", "true class truck and misclassified"],
  ["misclassified trucks in the test set", "misclassified and true class truck and in the test split"],
  ["test errors", "in the test split and misclassified"],
  ["training mistakes", "in the train split and misclassified"],
  ["cat wrong loss > 2", "true class cat and misclassified and loss 2 nats or more"],
  ["cats, wrong, loss>2", "true class cat and misclassified and loss 2 nats or more"],
  ["cats and wrong & loss above 2", "true class cat and misclassified and loss 2 nats or more"],
  ["correct but low confidence", "correct and low confidence (bottom 5%)"],
  ["confidently wrong", "high confidence (top 5%) and misclassified"],
  ["cat → dog with high loss", "cat predicted as dog and high loss (top 5%)"],
  ["wrong but not cat", "misclassified and not true class cat"],
  ["forgotten, not cat and not in test", "forgotten at least once and not true class cat and not in the test split"],
  ["wrong wrong", "misclassified and misclassified"],
  // Measures.
  ["loss > 2", "loss 2 nats or more"],
  ["loss>=2", "loss 2 nats or more"],
  ["loss ≥ 2", "loss 2 nats or more"],
  ["loss is greater than 2", "loss 2 nats or more"],
  ["loss between 1 and 2", "loss 1 to 2 nats"],
  ["loss from 1 to 2", "loss 1 to 2 nats"],
  ["confidence under 30 percent", "confidence 30% or less"],
  ["confidence < 0.3", "confidence 30% or less"],
  ["margin below −1.5", "margin -1.5 or less"],
  ["label confidence below 20%", "confidence in the label 20% or less"],
  ["aum < 0", "area under the margin 0 or less"],
  ["first learned at epoch 2 or later", "first learned at epoch 2 or later"],
  ["learned after epoch 5", "first learned at epoch 6 or later"],
  ["learned at epoch 3", "first learned at epoch 3 to 3"],
  ["learned by epoch 3", "learned by epoch 3"],
  ["learned", "learned by epoch 20"],
  ["not learned", "not learned by epoch 20"],
  ["never correct", "never learned"],
  ["never learned", "never learned"],
  // The highest and lowest.
  ["high loss", "high loss (top 5%)"],
  ["highest loss", "high loss (top 5%)"],
  ["loss high", "high loss (top 5%)"],
  ["loss is high", "high loss (top 5%)"],
  ["low confidence", "low confidence (bottom 5%)"],
  ["low margin", "low margin (bottom 5%)"],
  ["lowest margin", "low margin (bottom 5%)"],
  ["high confidence in the label", "high confidence in the label (top 5%)"],
  ["top 10% loss", "high loss (top 10%)"],
  ["bottom 1% of margin", "low margin (bottom 1%)"],
  ["not high loss", "not high loss (top 5%)"],
  ["uncertain", "low confidence (bottom 5%)"],
  ["hard to learn", "low confidence in the label (bottom 5%)"],
  ["ambiguous", "high variability (top 5%)"],
  // Forgetting and labels.
  ["forgotten", "forgotten at least once"],
  ["forgotten twice", "forgotten at least 2 times"],
  ["forgotten more than once", "forgotten at least 2 times"],
  ["forgotten > 2", "forgotten at least 3 times"],
  ["forgotten often", "many forgetting events (top 5%)"],
  ["forgetting events > 2", "forgetting events 3 or more"],
  ["mislabeled", "suspicious labels (top 1%)"],
  ["mislabeled cats", "suspicious labels (top 1%) and true class cat"],
  ["suspicious labels", "suspicious labels (top 1%)"],
  ["wrong labels", "suspicious labels (top 1%)"],
  ["label errors", "suspicious labels (top 1%)"],
  ["likely mislabeled", "suspicious labels (top 1%)"],
  // Samples by number.
  ["sample 2434", "sample 2434"],
  ["Sample #2434", "sample 2434"],
  ["#2434", "sample 2434"],
  ["2434", "sample 2434"],
  ["samples 17, 3 and 2434", "samples 3, 17, 2434"],
  ["17 3", "samples 3, 17"],
  ["not sample 3", "not sample 3"],
])("understands %s", (text, meaning) => {
  expect(meaningOf(text, CIFAR)).toBe(meaning);
});

it.each([
  ["7", "true class 7"],
  ["7s", "true class 7"],
  ["7 as 1", "7 predicted as 1"],
  ["7 -> 1", "7 predicted as 1"],
  ["predicted 8", "predicted as 8"],
  ["wrong 7s", "misclassified and true class 7"],
  ["sample 7", "sample 7"],
  ["2434", "sample 2434"],
])("tells digits that are classes from numbers of samples: %s", (text, meaning) => {
  expect(meaningOf(text, DIGITS)).toBe(meaning);
});

it.each([
  ["sea lions", "true class sea lion"],
  ["Sea-Lion", "true class sea lion"],
  ["sea_lion as bus", "sea lion predicted as bus"],
  ["t-shirt/top", "true class T-shirt/top"],
  ["ice cream", "true class ice_cream"],
  ["buses mistaken for great white sharks", "bus predicted as Great White Shark"],
  ["tench, Tinca tinca", "true class tench, Tinca tinca"],
  ["rock and roll", "true class rock and roll"],
  ["wrong rock and roll", "misclassified and true class rock and roll"],
  ["butterflies → wolves", "butterfly predicted as wolf"],
  ["class 10", "true class class 10"],
  ["glass", "true class glass"],
  ["glasses", "true class glass"],
])("understands classes with unusual names: %s", (text, meaning) => {
  expect(meaningOf(text, ODD)).toBe(meaning);
});

it.each([
  "",
  "and",
  "not",
  "not not",
  "not the",
  "the funny ones",
  "wrong or right",
  "sample 12000",
  "predicted",
  "high",
  "high cat",
  "loss",
  "loss > cat",
  "cat dug",
])("understands nothing where part of the text means nothing: %j", (text) => {
  expect(meaningOf(text, CIFAR)).toBeNull();
});

it("reads back what it writes of a whole query", () => {
  for (const [text, vocabulary] of [
    ["cat wrong loss > 2, not in test, high margin, sample 3, 4", CIFAR],
    ["right at 7 wrong at 8 and cat → dog and never learned", CIFAR],
    ["not rock and roll and predicted as tench, Tinca tinca", ODD],
  ] as const) {
    const [question] = questionsIn(text, vocabulary);
    expect(questionsIn(queryText(question ?? [], vocabulary), vocabulary)[0]).toEqual(question);
    expect(question?.length).toBeGreaterThan(1);
  }
});
