/** Which tool is open beside the plot. */
import { makeAutoObservable } from "mobx";

export class WorkspaceStore {
  /** The tool's id; null leaves the room to the plot. */
  open: string | null = null;
  /** Whether the settings lie over the open tool, where there is room for only one of them. */
  settingsInFront = false;

  constructor() {
    makeAutoObservable(this);
  }

  /** Open a tool, or close it where it is open. */
  toggle(tool: string): void {
    this.show(this.open === tool ? null : tool);
  }

  show(tool: string | null): void {
    this.open = tool;
    this.settingsInFront = false;
  }

  putInFront(which: "tool" | "settings"): void {
    this.settingsInFront = which === "settings";
  }
}
