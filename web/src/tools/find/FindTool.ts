/** The fields for questions: one in the tool, which adds conditions, and the bar, which holds the whole query. */
import { makeAutoObservable } from "mobx";
import type { QueryStore } from "../../page/QueryStore.ts";
import { DraftStore } from "./DraftStore.ts";
import { UnderstandingStore } from "./UnderstandingStore.ts";

export class FindTool {
  readonly field: DraftStore;
  readonly bar: DraftStore;
  /** Whether the bar is unfolded where there is room for its icon only. */
  unfolded = false;
  /** Grows whenever the bar is to take the focus. */
  calls = 0;

  constructor({ query }: { readonly query: QueryStore }) {
    const understanding = new UnderstandingStore();
    this.field = new DraftStore(query, understanding, {
      onAsk: (question) => {
        for (const { condition, not } of question) query.add(condition, not);
      },
      resting: () => "",
      isBar: false,
    });
    this.bar = new DraftStore(query, understanding, {
      onAsk: (question) => {
        query.ask(question);
      },
      resting: () => query.text,
      isBar: true,
    });
    makeAutoObservable(this);
  }

  callBar(): void {
    this.unfolded = true;
    this.calls += 1;
  }

  leaveBar(): void {
    this.unfolded = false;
    this.bar.leave();
  }
}
