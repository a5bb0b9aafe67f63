/** The stores of the tool: the second view, and its differences from the first. */
import { reaction } from "mobx";
import type { Page } from "../../page/Page.ts";
import { ComparisonStore } from "./ComparisonStore.ts";
import { SecondViewStore } from "./SecondViewStore.ts";

export class CompareTool {
  readonly second: SecondViewStore;
  readonly comparison: ComparisonStore;

  constructor(private readonly page: Page) {
    this.second = new SecondViewStore(page);
    this.comparison = new ComparisonStore(page, this.second);
  }

  /** Return a function that stops the tool. */
  start(): () => void {
    const stops = [
      this.comparison.follow(),
      reaction(
        () => this.page.workspace.open === "compare",
        (opened) => {
          if (opened && this.second.page === null) void this.second.open();
        },
      ),
    ];
    return () => {
      for (const stop of stops) stop();
      this.second.close();
    };
  }
}
