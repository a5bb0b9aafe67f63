/** The files that can be saved. */
import type { Action } from "../ui/action.ts";
import { whyNoVideo } from "./record.ts";
import type { SaveStore } from "./SaveStore.ts";

export const savePng: Action<SaveStore> = {
  id: "save png",
  name: "Plot as PNG",
  hint: "As on screen, with caption and legend",
  isAvailable: (save) => save.canSave,
  run: (save) => {
    void save.savePng();
  },
};

export const saveSvg: Action<SaveStore> = {
  id: "save svg",
  name: "Plot as SVG",
  hint: "Shapes that you can edit",
  isAvailable: (save) => save.canSave,
  run: (save) => {
    void save.saveSvg();
  },
};

export const saveVideo: Action<SaveStore> = {
  id: "save video",
  name: "Training as WebM video",
  hint: (save) =>
    whyNoVideo() ??
    (save.canRecord ? `All epochs at the current speed: ${save.seconds} s` : "Needs at least two loaded epochs"),
  isAvailable: (save) => save.canRecord && whyNoVideo() === null,
  run: (save) => {
    void save.saveVideo();
  },
};

export const SAVE_ACTIONS: readonly Action<SaveStore>[] = [savePng, saveSvg, saveVideo];
