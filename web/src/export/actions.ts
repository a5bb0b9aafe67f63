/** The files that can be saved. */
import type { Action } from "../ui/action.ts";
import { count } from "../ui/format.ts";
import { whyNoVideo } from "./abilities.ts";
import type { PosterShape } from "./poster.ts";
import type { SaveStore, Which } from "./SaveStore.ts";

const lacksEpochs = (save: SaveStore) => save.say("Needs at least two loaded epochs");

export const savePng: Action<SaveStore> = {
  id: "save png",
  name: "Plot as PNG",
  hint: "Cropped to the samples, with caption and legend",
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

function posterAction(shape: PosterShape, pixels: string): Action<SaveStore> {
  return {
    id: `save ${shape} poster`,
    name: `${shape === "square" ? "Square" : "Wide"} poster`,
    hint: (save) =>
      save.which === "both"
        ? "Choose one of the two plots"
        : save.say(`Epoch and accuracy in large letters, ${pixels}`),
    isAvailable: (save) => save.canSave && save.which !== "both",
    run: (save) => {
      void save.savePoster(shape);
    },
  };
}

export const saveSquarePoster = posterAction("square", "2160 × 2160");
export const saveWidePoster = posterAction("wide", "3840 × 2160");

export const saveVideo: Action<SaveStore> = {
  id: "save video",
  name: ({ videoFormat }) => `Training as ${videoFormat === "webm" ? "WebM" : "MP4"} video`,
  hint: (save) => {
    if (save.videoFormat === null) return whyNoVideo();
    if (!save.canRecord) return lacksEpochs(save);
    const length = save.say(`All epochs at the current speed: ${save.seconds} s`);
    return save.videoFormat === "webm" ? `${length}. This browser can’t encode MP4` : length;
  },
  isAvailable: (save) => save.canRecord && save.videoFormat !== null,
  run: (save) => {
    void save.saveVideo();
  },
};

export const saveGif: Action<SaveStore> = {
  id: "save gif",
  name: "Training as GIF",
  hint: (save) => (save.canRecord ? "Small and looping, for chats and READMEs" : lacksEpochs(save)),
  isAvailable: (save) => save.canRecord,
  run: (save) => {
    void save.saveGif();
  },
};

export const saveCsv: Action<SaveStore> = {
  id: "save csv",
  name: "Selection as CSV",
  hint: ({ selected }) =>
    selected === 0
      ? "Select samples first"
      : `${count(selected)} ${selected === 1 ? "sample" : "samples"} with predictions and measures`,
  isAvailable: ({ selected }) => selected > 0,
  run: (save) => {
    save.saveCsv();
  },
};

export const SAVE_GROUPS: readonly { readonly title: string; readonly actions: readonly Action<SaveStore>[] }[] = [
  { title: "Image", actions: [savePng, saveSvg, saveSquarePoster, saveWidePoster] },
  { title: "Video", actions: [saveVideo, saveGif] },
  { title: "Data", actions: [saveCsv] },
];

export const SAVE_ACTIONS: readonly Action<SaveStore>[] = SAVE_GROUPS.flatMap(({ actions }) => actions);

/** What to save while two views are open. */
export const VIEW_CHOICES: readonly { readonly which: Which; readonly name: string }[] = [
  { which: "first", name: "First plot" },
  { which: "second", name: "Second plot" },
  { which: "both", name: "Both, side by side" },
];
