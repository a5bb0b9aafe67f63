/** Makes the files: text from the stores, points from the plot on the page. */
import type { Page } from "../page/Page.ts";
import { makeCanvas, NoPlot, paintSheet, textMeasure } from "./canvas.ts";
import type { PlotView } from "./canvas.ts";
import { captionAt, legendOf, namesOfCodes } from "./contents.ts";
import type { Film, FilmFile } from "./film.ts";
import { labelMarks, layOutSheet, linesNeeded } from "./layout.ts";
import type { Pen, Sheet } from "./layout.ts";
import { svgOf } from "./svg.ts";
import { TileCutter } from "./tiles.ts";

const LEAST_PIXEL_RATIO = 2;
/** Whole or half, so that no point lies between two pixels: the first at which a video is not too wide to record. */
const VIDEO_PIXEL_RATIOS = [2, 1.5];
const WIDEST_VIDEO = 1920;
/** Large enough to read, small enough to send. */
const GIF_WIDTH = 720;
/** How long all epochs take at most. */
const GIF_SECONDS = 6;
const GIF_PACE = { delay: 70, rest: 1500 };

type Report = (share: number) => void;

/** What is on screen, at twice its pixels or more. */
export async function pngOf(page: Page, view: PlotView): Promise<Blob> {
  const pixelRatio = Math.max(LEAST_PIXEL_RATIO, Math.ceil(window.devicePixelRatio));
  const pen = penOfPage();
  const sheet = layOutSheet(
    captionAt(page, page.timeline.index),
    legendOf(page, isMoving(page)),
    snapshotOf(view).size,
    pen,
  );
  const canvas = makeCanvas(sheet, pixelRatio);
  await paintSheet(canvas, sheet, { view, pen, pixelRatio, cutter: new TileCutter() });
  return new Promise((done, fail) => {
    canvas.toBlob((blob) => {
      if (blob === null) fail(new Error("the image is too large for this browser"));
      else done(blob);
    }, "image/png");
  });
}

/** What is on screen, as shapes. */
export async function svgFileOf(page: Page, view: PlotView): Promise<string> {
  const { classes, color, timeline } = page;
  const [pen, snapshot, caption] = [penOfPage(), snapshotOf(view), captionAt(page, timeline.index)];
  return svgOf(snapshot, layOutSheet(caption, legendOf(page, isMoving(page)), snapshot.size, pen), {
    title: `${caption.title}, ${caption.epoch}`,
    names: namesOfCodes(color.shown, classes.names),
    outlines: snapshot.outlines,
    labels: labelMarks(snapshot.labels, pen),
    tiles: await new TileCutter().cut(snapshot.tiles),
  });
}

/** All epochs from first to last, each as long as when played; reports the share that is recorded. */
export async function videoOf(page: Page, view: PlotView, signal: AbortSignal, onProgress: Report): Promise<FilmFile> {
  const { FRAME_RATE, recordVideo } = await import("./video.ts");
  const { epochs, speed } = page.timeline;
  const ratioOf = (width: number) => VIDEO_PIXEL_RATIOS.find((ratio) => width * ratio <= WIDEST_VIDEO) ?? 1;
  const frames = Math.round((epochs.length / speed) * FRAME_RATE);
  return recordVideo(
    filmOf(page, view, { frames, perFrame: speed / FRAME_RATE, ratioOf, isRead: false, onProgress }),
    signal,
  );
}

/** All epochs from first to last, within seconds, and a rest. */
export async function gifOf(page: Page, view: PlotView, signal: AbortSignal, onProgress: Report): Promise<FilmFile> {
  const { recordGif } = await import("./gif.ts");
  const { lastIndex, speed } = page.timeline;
  const frames = 1 + Math.ceil((1000 * Math.min(GIF_SECONDS, lastIndex / speed)) / GIF_PACE.delay);
  const ratioOf = (width: number) => Math.min(1, GIF_WIDTH / width);
  return recordGif(
    filmOf(page, view, { frames, perFrame: lastIndex / (frames - 1), ratioOf, isRead: true, onProgress }),
    GIF_PACE,
    signal,
  );
}

interface Cut {
  readonly frames: number;
  /** How far it goes on the timeline from a frame to the next. */
  readonly perFrame: number;
  /** Device pixels for one of CSS, of a sheet as wide as this. */
  readonly ratioOf: (width: number) => number;
  /** Whether the pixels of its frames are read. */
  readonly isRead: boolean;
  readonly onProgress: Report;
}

function filmOf(page: Page, view: PlotView, { frames, perFrame, ratioOf, isRead, onProgress }: Cut): Film {
  const { lastIndex, reducedMotion } = page.timeline;
  const sheets = sheetsOf(page, view);
  const [first] = sheets;
  const pixelRatio = ratioOf(first.width);
  const canvas = makeCanvas(first, pixelRatio, isRead);
  const painting = { view, pen: penOfPage(), pixelRatio, cutter: new TileCutter() };
  return {
    canvas,
    frames,
    paint: (frame) => {
      const position = Math.min(lastIndex, frame * perFrame);
      const nearest = Math.round(position);
      return paintSheet(canvas, sheets[nearest] ?? first, painting, reducedMotion ? nearest : position);
    },
    onFrame: (frame) => {
      onProgress((frame + 1) / frames);
    },
  };
}

/** The sheets of all epochs, of one size. */
function sheetsOf(page: Page, view: PlotView): [Sheet, ...Sheet[]] {
  const [pen, legend, { size }] = [penOfPage(), legendOf(page, true), snapshotOf(view)];
  const captions = page.timeline.epochs.map((_, index) => captionAt(page, index));
  const lines = linesNeeded(captions, size, pen);
  return captions.map((caption) => layOutSheet(caption, legend, size, pen, lines)) as [Sheet, ...Sheet[]];
}

function isMoving({ timeline }: Page): boolean {
  return !Number.isInteger(timeline.shownPosition);
}

function snapshotOf(view: PlotView): NonNullable<ReturnType<PlotView["snapshot"]>> {
  const snapshot = view.snapshot();
  if (snapshot === null) throw new NoPlot("there is no plot");
  return snapshot;
}

/** The page's colors, in its current theme. */
function penOfPage(): Pen {
  const style = getComputedStyle(document.documentElement);
  const [background = "", text = "", muted = ""] = ["--stage", "--text", "--muted"].map((name) =>
    style.getPropertyValue(name).trim(),
  );
  return { measure: textMeasure(), background, text, muted };
}
