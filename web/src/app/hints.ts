/** The hints of a first visit, in their order, and which part of the page each one is about. */
import type { Page } from "../page/Page.ts";

export interface Hint {
  readonly id: string;
  /** A selector of the element it points at. */
  readonly anchor: string;
  readonly isOffered?: (page: Page) => boolean;
  /** `played`: whether the training has just played by itself. */
  readonly text: (page: Page, played: boolean) => string;
  /** Added where there is a keyboard. */
  readonly keys?: string;
}

export const HINTS: readonly Hint[] = [
  {
    id: "timeline",
    anchor: ".epoch-slider",
    isOffered: ({ timeline }) => timeline.lastIndex > 0,
    text: ({ timeline }, played) => {
      const { epochs } = timeline;
      const all = timeline.say(`epoch ${epochs[0] ?? 0} to ${epochs.at(-1) ?? 0}`);
      return played
        ? `That was the training, ${all}. Drag the slider to look closer.`
        : `Drag the slider to move through the training, ${all}.`;
    },
    keys: "Space plays, ← and → step.",
  },
  {
    id: "samples",
    anchor: "[data-hint=lasso]",
    text: () =>
      "Click a point to follow that sample through training, or draw a lasso around many. Double-click to open one.",
    keys: "Hold Shift and drag for a lasso.",
  },
  {
    id: "layers",
    anchor: "[data-hint=layers]",
    isOffered: ({ projection }) => projection.layers.filter(({ projected }) => projected).length > 1,
    text: () => "Move through the network’s layers: the same samples, from the input side to the output.",
    keys: "↑ and ↓ change the layer.",
  },
];
