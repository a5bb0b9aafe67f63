/** Quoted words stay together while the text around them is taken apart into words. */

/** In place of a space between words, and of what joins conditions. */
const JOINTS: readonly (readonly [plain: string, joined: string])[] = [
  [" ", "\u2423"],
  [",", "\u2e41"],
  [";", "\u204f"],
  ["&", "\uff06"],
];
const AFTER_VERB = /((?:contain|mention|say)\w* )["“]([^"”]+)["”]/gi;

/** Join the words of a text that a sample is to contain: contains “slow start”. */
export function withQuotesJoined(text: string): string {
  return text.replaceAll(AFTER_VERB, (_, verb: string, words: string) => `${verb}${replaced(words, 0, 1)}`);
}

/** Return such words as they were. */
export function unjoined(text: string): string {
  return replaced(text, 1, 0);
}

function replaced(text: string, from: 0 | 1, to: 0 | 1): string {
  return JOINTS.reduce((some, joint) => some.replaceAll(joint[from], joint[to]), text);
}
