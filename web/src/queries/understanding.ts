/** All that understands typed text: a script of its own, which is loaded when the user is about to type. */
export { notUnderstood } from "./nearest.ts";
export { exampleQuestions, suggestionsFor } from "./suggesting.ts";
