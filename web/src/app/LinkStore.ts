/** Copies the address of exactly what is on screen, and says whether that worked. */
import { makeAutoObservable } from "mobx";
import type { Page } from "../page/Page.ts";
import { formatAddress } from "./address.ts";
import type { Address } from "./address.ts";

type Outcome = "none" | "copied" | "without selection" | "refused";

const MESSAGES: Record<Outcome, string> = {
  none: "",
  copied: "Link copied",
  "without selection": "Link copied without the selection (too many samples for a URL)",
  refused: "The browser doesn’t allow copying; copy the link from the address bar",
};
/** Milliseconds. */
const SHOWN_FOR = 4000;

export class LinkStore {
  private outcome: Outcome = "none";
  private forgetting: number | undefined = undefined;

  constructor(private readonly page: Pick<Page, "selection" | "place">) {
    makeAutoObservable<this, "page" | "forgetting">(this, { page: false, forgetting: false });
  }

  get message(): string {
    return MESSAGES[this.outcome];
  }

  get copied(): boolean {
    return this.outcome === "copied" || this.outcome === "without selection";
  }

  async copy(address: Address | null): Promise<void> {
    if (address === null) return;
    const link = new URL(formatAddress(address), location.href).href;
    this.show((await written(link)) ? this.carried : "refused");
    window.clearTimeout(this.forgetting);
    this.forgetting = window.setTimeout(() => {
      this.show("none");
    }, SHOWN_FOR);
  }

  private get carried(): Outcome {
    return this.page.selection.empty || this.page.place.selectionText !== null ? "copied" : "without selection";
  }

  private show(outcome: Outcome): void {
    this.outcome = outcome;
  }
}

async function written(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
