/** The stores of the tool: the second view, and its differences from the first. */
import type { Page } from "../../page/Page.ts";
import { ComparisonStore } from "./ComparisonStore.ts";
import { SecondViewStore } from "./SecondViewStore.ts";

export class CompareTool {
  readonly second: SecondViewStore;
  readonly comparison: ComparisonStore;

  constructor(page: Page) {
    this.second = new SecondViewStore(page);
    this.comparison = new ComparisonStore(page, this.second);
  }

  /** Return a function that stops the tool. */
  start(): () => void {
    const stop = this.comparison.follow();
    return () => {
      stop();
      this.second.close();
    };
  }
}
