/** What can be done with the page, wherever a button or a key is. */
import type { Action } from "../ui/action.ts";
import {
  DensityIcon,
  HelpIcon,
  LassoIcon,
  NamesIcon,
  NextIcon,
  PauseIcon,
  PlayIcon,
  PreviousIcon,
} from "../ui/icons.tsx";
import type { Page } from "./Page.ts";

const FAR = 5;

export const play: Action<Page> = {
  id: "play",
  name: ({ timeline }) => (timeline.playing ? "Pause" : "Play"),
  hint: (page) => {
    if (page.timeline.playing) return "Pause (Space or K)";
    return hasAllEpochs(page) ? "Play (Space or K)" : page.timeline.say("Play is ready once all epochs are loaded");
  },
  icon: ({ timeline }) => (timeline.playing ? <PauseIcon /> : <PlayIcon />),
  keys: [{ key: " " }, { key: "k", shift: false }],
  shortcut: { keys: "Space", also: "K", help: "play and pause" },
  isAvailable: (page) => hasAllEpochs(page) && page.timeline.lastIndex > 0,
  run: ({ timeline }) => {
    timeline.togglePlaying();
  },
};

// On a slider, up and down are a step too, as people of assistive technology expect.
export const previousEpoch: Action<Page> = {
  id: "previous epoch",
  name: ({ timeline }) => timeline.say("Previous epoch"),
  icon: <PreviousIcon />,
  keys: [
    { key: "ArrowLeft", shift: false },
    { key: ",", shift: false },
    { key: "ArrowDown", shift: false, onSlider: true },
  ],
  shortcut: { keys: "←", also: ",", help: "one epoch back" },
  isAvailable: ({ timeline }) => timeline.index > 0 || timeline.playing,
  run: ({ timeline }) => {
    timeline.skip(-1);
  },
};

export const nextEpoch: Action<Page> = {
  id: "next epoch",
  name: ({ timeline }) => timeline.say("Next epoch"),
  icon: <NextIcon />,
  keys: [
    { key: "ArrowRight", shift: false },
    { key: ".", shift: false },
    { key: "ArrowUp", shift: false, onSlider: true },
  ],
  shortcut: { keys: "→", also: ".", help: "one forward", joins: true },
  isAvailable: ({ timeline }) => timeline.index < timeline.lastIndex || timeline.playing,
  run: ({ timeline }) => {
    timeline.skip(1);
  },
};

export const farBack: Action<Page> = {
  id: "five epochs back",
  name: ({ timeline }) => timeline.say("Five epochs back"),
  keys: [
    { key: "ArrowLeft", shift: true },
    { key: "ArrowDown", shift: true, onSlider: true },
    { key: "PageDown", onSlider: true },
  ],
  shortcut: { keys: "Shift ←", help: "five epochs back" },
  run: ({ timeline }) => {
    timeline.skip(-FAR);
  },
};

export const farForward: Action<Page> = {
  id: "five epochs forward",
  name: ({ timeline }) => timeline.say("Five epochs forward"),
  keys: [
    { key: "ArrowRight", shift: true },
    { key: "ArrowUp", shift: true, onSlider: true },
    { key: "PageUp", onSlider: true },
  ],
  shortcut: { keys: "→", help: "five forward", joins: true },
  run: ({ timeline }) => {
    timeline.skip(FAR);
  },
};

export const firstEpoch: Action<Page> = {
  id: "first epoch",
  name: ({ timeline }) => timeline.say("First epoch"),
  keys: [{ key: "Home" }],
  shortcut: { keys: "Home", help: "first epoch" },
  run: ({ timeline }) => {
    timeline.showFirst();
  },
};

export const lastEpoch: Action<Page> = {
  id: "last epoch",
  name: ({ timeline }) => timeline.say("Last epoch"),
  keys: [{ key: "End" }],
  shortcut: { keys: "End", help: "last epoch", joins: true },
  run: ({ timeline }) => {
    timeline.showLast();
  },
};

export const lookInside: Action<Page> = {
  id: "look inside",
  name: ({ mode }) => (mode.inside ? "Map" : "Look inside"),
  hint: ({ mode }) =>
    mode.inside ? "Back to the map of all samples (I)" : "Send one input through every layer of the network (I)",
  keys: [{ key: "i" }],
  shortcut: { keys: "I", help: "look inside, back to the map", joins: true },
  isAvailable: ({ run }) => run.manifest !== null,
  run: ({ hover, inspected, mode, selection }) => {
    const sample = hover.hovered?.sample ?? (selection.samples.length === 1 ? inspected.number : null);
    if (mode.inside) mode.show("map");
    else if (sample === null) mode.show("inside");
    else mode.lookAt(sample);
  },
};

export const previousLayer: Action<Page> = {
  id: "previous layer",
  name: "Previous layer",
  keys: [{ key: "ArrowUp", onSlider: false }],
  shortcut: { keys: "↑", help: "previous layer" },
  isAvailable: onMap,
  run: ({ projection }) => {
    projection.skipLayers(-1);
  },
};

export const nextLayer: Action<Page> = {
  id: "next layer",
  name: "Next layer",
  keys: [{ key: "ArrowDown", onSlider: false }],
  shortcut: { keys: "↓", help: "next layer", joins: true },
  isAvailable: onMap,
  run: ({ projection }) => {
    projection.skipLayers(1);
  },
};

export const clearSelection: Action<Page> = {
  id: "clear",
  name: "Clear",
  keys: [{ key: "Escape" }],
  shortcut: { keys: "Esc", help: "clear the selection" },
  isAvailable: ({ selection }) => !selection.empty,
  run: ({ selection }) => {
    selection.clear();
  },
};

export const toggleHelp: Action<Page> = {
  id: "help",
  name: "Help",
  icon: <HelpIcon />,
  keys: [{ key: "?" }],
  shortcut: { keys: "?", help: "this help" },
  run: ({ help }) => {
    help.toggle();
  },
};

export const toggleLasso: Action<Page> = {
  id: "lasso",
  name: "Select with a lasso",
  hint: "Drag to draw a lasso around samples (L). Shift-drag adds without it.",
  icon: <LassoIcon />,
  keys: [{ key: "l", shift: false }],
  shortcut: { keys: "L", help: "lasso: dragging draws around samples" },
  isAvailable: onMap,
  run: ({ view }) => {
    view.toggleLasso();
  },
};

export const toggleNames: Action<Page> = {
  id: "names",
  name: "Names",
  hint: "Names of the classes, each where most of its samples are",
  icon: <NamesIcon />,
  isAvailable: ({ run }) => run.labeled,
  run: ({ names }) => {
    names.toggle();
  },
};

export const toggleDensity: Action<Page> = {
  id: "density",
  name: "Density",
  hint: "Density: outlines around most of the samples of each color, and around half of them",
  icon: <DensityIcon />,
  run: ({ look }) => {
    look.toggleDensity();
  },
};

function onMap({ mode }: Page): boolean {
  return !mode.inside;
}

/** Inside, each epoch is looked at when it is shown. */
function hasAllEpochs({ mode, positions }: Page): boolean {
  return positions.complete || mode.inside;
}

/** In the order of the help. */
export const PAGE_ACTIONS: readonly Action<Page>[] = [
  play,
  previousEpoch,
  nextEpoch,
  farBack,
  farForward,
  firstEpoch,
  lastEpoch,
  previousLayer,
  nextLayer,
  clearSelection,
  toggleHelp,
  lookInside,
  toggleLasso,
  toggleNames,
  toggleDensity,
];
