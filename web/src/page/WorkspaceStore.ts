/** Which tool is open beside the plot. */
import { makeAutoObservable } from "mobx";

export class WorkspaceStore {
  /** The tool's id; null leaves the room to the plot. */
  open: string | null = null;

  constructor() {
    makeAutoObservable(this);
  }

  /** Open a tool, or close it where it is open. */
  toggle(tool: string): void {
    this.open = this.open === tool ? null : tool;
  }

  show(tool: string | null): void {
    this.open = tool;
  }
}
