/** A question being typed: what it may become, and the answer where it is not understood. */
import { makeAutoObservable, observableRef } from "mobx";
import type { QueryStore } from "../../page/QueryStore.ts";
import type { Question } from "../../queries/condition.ts";
import type { NotUnderstood } from "../../queries/nearest.ts";
import type { UnderstandingStore } from "./UnderstandingStore.ts";

/** How a field uses questions. */
export interface DraftUse {
  /** Take a question; an empty one where the field was emptied. */
  readonly onAsk: (question: Question) => void;
  /** What the field says while nothing is typed. */
  readonly resting: () => string;
  /** Whether it offers examples while nothing is typed, and drops what is typed when it loses the focus. */
  readonly isBar: boolean;
}

export class DraftStore {
  /** Null while nothing is typed. */
  private typed: string | null = null;
  /** The index of the suggestion that Enter takes; -1 is none. */
  active = -1;
  answer: NotUnderstood | null = null;
  /** Whether suggestions are shown. */
  open = false;

  constructor(
    private readonly query: Pick<QueryStore, "vocabulary">,
    private readonly understanding: UnderstandingStore,
    private readonly use: DraftUse,
  ) {
    makeAutoObservable<this, "query" | "understanding" | "use">(this, {
      answer: observableRef,
      query: false,
      understanding: false,
      use: false,
    });
  }

  get text(): string {
    return this.typed ?? this.use.resting();
  }

  get suggestions(): readonly Question[] {
    const { vocabulary } = this.query;
    const { script } = this.understanding;
    if (this.answer !== null) return this.answer.nearest;
    if (script === null) return [];
    if ((this.typed ?? "").trim() !== "") return script.suggestionsFor(this.text, vocabulary);
    return this.use.isBar ? script.exampleQuestions(vocabulary) : [];
  }

  /** What the suggestions are; null for those that complete what is typed. */
  get heading(): string | null {
    if (this.answer !== null) return "Did you mean";
    return (this.typed ?? "").trim() === "" ? "Try" : null;
  }

  enter(): void {
    void this.understanding.load();
    this.open = true;
    this.active = -1;
  }

  leave(): void {
    // The tool's field keeps its answer, or what is clicked below it would move away under the pointer.
    if (this.answer === null || this.use.isBar) this.open = false;
    if (this.use.isBar) this.rest();
  }

  type(text: string): void {
    this.typed = text;
    this.answer = null;
    this.open = true;
    this.active = text.trim() === "" ? -1 : 0;
  }

  /** Go to another suggestion, around the ends. */
  move(step: number): void {
    const { length } = this.suggestions;
    if (length === 0) return;
    this.open = true;
    this.active = this.active < 0 && step < 0 ? length - 1 : (this.active + step + length) % length;
  }

  choose(question: Question): void {
    this.use.onAsk(question);
    this.rest();
    this.open = false;
  }

  /** Take the suggestion under way, or answer that there is none. Return whether a question was taken. */
  async submit(): Promise<boolean> {
    const { typed, active } = this;
    await this.understanding.load();
    if (this.typed === typed) return this.take();
    return this.takeEarlier(typed ?? "", active);
  }

  private take(): boolean {
    const suggestion = this.suggestions[this.active];
    if (suggestion !== undefined) this.choose(suggestion);
    else if (this.typed?.trim() === "") this.choose([]);
    else if (this.typed !== null) this.reply(this.typed);
    return this.answer === null;
  }

  /** Take what was submitted before more was typed, which stays in the field. */
  private takeEarlier(text: string, active: number): boolean {
    const question = this.understanding.script?.suggestionsFor(text, this.query.vocabulary)[active];
    if (question !== undefined) this.use.onAsk(question);
    return false;
  }

  /** Drop what is typed. Return false if there was nothing to drop. */
  escape(): boolean {
    const isTyped = this.typed !== null && this.typed !== "";
    this.rest();
    this.open = false;
    return isTyped;
  }

  private rest(): void {
    this.typed = null;
    this.answer = null;
    this.active = -1;
  }

  private reply(text: string): void {
    const { problem, script } = this.understanding;
    this.answer = script?.notUnderstood(text, this.query.vocabulary) ?? { problem: problem ?? "", nearest: [] };
    this.active = -1;
    this.open = true;
  }
}
