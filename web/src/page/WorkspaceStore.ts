/** Which of the tools for looking closer is open beside the picture. */
import { makeAutoObservable } from "mobx";

export const TOOLS = ["confusion", "find", "map", "classes", "sample", "labels", "compare"] as const;
export type Tool = (typeof TOOLS)[number];

export class WorkspaceStore {
  /** Null is none: the picture has the room. */
  open: Tool | null = null;

  constructor() {
    makeAutoObservable(this);
  }

  /** Open a tool, or close it where it is open. */
  toggle(tool: Tool): void {
    this.open = this.open === tool ? null : tool;
  }

  /** What is no tool is none. */
  show(tool: string | null): void {
    this.open = TOOLS.find((one) => one === tool) ?? null;
  }
}
