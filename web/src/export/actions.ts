/** The files that can be saved. */
import type { Action } from "../ui/action.ts";
import { whyNoVideo } from "./record.ts";
import type { SaveStore } from "./SaveStore.ts";

export const savePng: Action<SaveStore> = {
  id: "save png",
  name: "Picture as PNG",
  hint: "As on screen, with caption and legend",
  isAvailable: (save) => save.canSave,
  run: (save) => {
    void save.savePng();
  },
};

export const saveSvg: Action<SaveStore> = {
  id: "save svg",
  name: "Picture as SVG",
  hint: "Shapes that can be edited",
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
    (save.canRecord ? `All epochs at this speed: ${save.seconds} s` : "Needs two epochs or more, loaded"),
  isAvailable: (save) => save.canRecord && whyNoVideo() === null,
  run: (save) => {
    void save.saveVideo();
  },
};

export const SAVE_ACTIONS: readonly Action<SaveStore>[] = [savePng, saveSvg, saveVideo];
