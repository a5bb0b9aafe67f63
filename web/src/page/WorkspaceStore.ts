/** Which tool is open beside the plot, and how wide it is. */
import { makeAutoObservable, observableRef } from "mobx";
import type { Memory } from "./preferences.ts";

const WIDTH_KEY = "epochscope.tool-width";

export class WorkspaceStore {
  /** The tool's id; null leaves the room to the plot. */
  open: string | null = null;
  /** Whether the settings lie over the open tool, where there is room for only one of them. */
  settingsInFront = false;

  /** CSS pixels, as this browser remembers it; null is what suits the window. The styles keep it within bounds. */
  toolWidth: number | null = null;

  constructor(private readonly memory: Memory | null = null) {
    const remembered = Number(memory?.getItem(WIDTH_KEY) ?? "");
    if (remembered > 0) this.toolWidth = remembered;
    makeAutoObservable<this, "memory">(this, { memory: observableRef });
  }

  /** Open a tool, or close it where it is open. */
  toggle(tool: string): void {
    this.show(this.open === tool ? null : tool);
  }

  show(tool: string | null): void {
    this.open = tool;
    this.settingsInFront = false;
  }

  resizeTool(width: number | null): void {
    this.toolWidth = width;
  }

  /** Remember the tool's width in this browser. */
  rememberToolWidth(): void {
    this.memory?.setItem(WIDTH_KEY, String(this.toolWidth ?? ""));
  }

  putInFront(which: "tool" | "settings"): void {
    this.settingsInFront = which === "settings";
  }
}
