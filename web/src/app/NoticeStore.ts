/** What the link that was opened names and the run lacks, as text. */
import { makeAutoObservable, observableRef } from "mobx";
import { lackingIn, meansNothing, namesLacking } from "../page/lacking.ts";
import { LOCATION_NAMES, textsOf, writeLocation } from "../page/location.ts";
import type { Params } from "../page/location.ts";
import { INSIDE_NAMES } from "../page/ModeStore.ts";
import type { Page } from "../page/Page.ts";
import type { Toolset } from "../tools/Toolset.ts";

interface Needs {
  readonly page: Page;
  readonly tools: Toolset;
}

export class NoticeStore {
  /** A sentence for each; the same for as long as the user stays at what the link opened. */
  sentences: readonly string[] = [];
  /** The parameters of the link whose lasting choices are still loading. */
  private pending: Params | null = null;

  constructor(private readonly shell: Needs) {
    makeAutoObservable<this, "shell" | "pending">(this, { shell: false, sentences: observableRef, pending: false });
  }

  /** Compare a link with what the page shows now that its run is here. */
  check(asked: Params): void {
    const { page, tools } = this.shell;
    const { open } = page.workspace;
    const { shown } = page.place;
    if (shown === null) return;
    this.pending = asked;
    this.sentences = [
      ...lackingIn(asked, textsOf(writeLocation(shown)), page),
      ...[...asked].flatMap(([name, text]) => this.unknown(name, text) ?? []),
      ...tools.lackingInOpen(asked, open),
    ];
  }

  /** Compare the rest of the same link, once a second view is here too. */
  checkLasting(asked: Params): void {
    if (this.pending !== asked) return;
    this.pending = null;
    this.sentences = [...this.sentences, ...this.shell.tools.lackingInLasting(asked)];
  }

  clear(): void {
    this.pending = null;
    this.sentences = [];
  }

  private unknown(name: string, text: string): string | null {
    const { open } = this.shell.page.workspace;
    if (name === "tool") return text === (open ?? "") ? null : namesLacking(`tool “${text}”`, null, "page");
    return LOCATION_NAMES.has(name) || INSIDE_NAMES.has(name) || this.shell.tools.reads(name, open)
      ? null
      : meansNothing(name, text);
  }
}
