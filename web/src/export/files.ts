/** Makes the files: words from the stores, points from the picture on the page. */
import type { Page } from "../page/Page.ts";
import { makeCanvas, NoPicture, paintSheet, textMeasure } from "./canvas.ts";
import type { PictureView } from "./canvas.ts";
import { captionAt, legendOf, namesOfCodes } from "./contents.ts";
import { labelMarks, layOut, linesNeeded } from "./layout.ts";
import type { Pen, Sheet } from "./layout.ts";
import { FRAME_RATE, recordFilm } from "./record.ts";
import { svgOf } from "./svg.ts";
import { TileCutter } from "./tiles.ts";

const LEAST_PIXEL_RATIO = 2;
/** Whole or half, so that no point lies between two pixels: the first at which a video is not too wide to be recorded. */
const VIDEO_PIXEL_RATIOS = [2, 1.5];
const WIDEST_VIDEO = 1920;

/** What is on screen, at twice its pixels or more. */
export async function pngOf(page: Page, view: PictureView): Promise<Blob> {
  const pixelRatio = Math.max(LEAST_PIXEL_RATIO, Math.ceil(window.devicePixelRatio));
  const pen = penOfPage();
  const sheet = layOut(
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
export async function svgFileOf(page: Page, view: PictureView): Promise<string> {
  const { classes, color, timeline } = page;
  const [pen, snapshot, caption] = [penOfPage(), snapshotOf(view), captionAt(page, timeline.index)];
  return svgOf(snapshot, layOut(caption, legendOf(page, isMoving(page)), snapshot.size, pen), {
    title: `${caption.title}, ${caption.epoch}`,
    names: namesOfCodes(color.shown, classes.names),
    labels: labelMarks(snapshot.labels, pen),
    tiles: await new TileCutter().cut(snapshot.tiles),
  });
}

/** All epochs from the first to the last, each for as long as when they are played; tells the share that is recorded. */
export function videoOf(
  page: Page,
  view: PictureView,
  signal: AbortSignal,
  tellShare: (share: number) => void,
): Promise<Blob> {
  const { epochs, lastIndex, reducedMotion, speed } = page.timeline;
  const sheets = sheetsOf(page, view);
  const [first] = sheets;
  const pixelRatio = VIDEO_PIXEL_RATIOS.find((ratio) => first.width * ratio <= WIDEST_VIDEO) ?? 1;
  const [canvas, painting] = [
    makeCanvas(first, pixelRatio),
    { view, pen: penOfPage(), pixelRatio, cutter: new TileCutter() },
  ];
  const frames = Math.round((epochs.length / speed) * FRAME_RATE);
  return recordFilm(
    {
      canvas,
      frames,
      paint: (frame) => {
        const place = Math.min(lastIndex, (frame / FRAME_RATE) * speed);
        const nearest = Math.round(place);
        return paintSheet(canvas, sheets[nearest] ?? first, painting, reducedMotion ? nearest : place);
      },
      onFrame: (frame) => {
        tellShare((frame + 1) / frames);
      },
    },
    signal,
  );
}

/** The layouts of all epochs, of one size. */
function sheetsOf(page: Page, view: PictureView): [Sheet, ...Sheet[]] {
  const [pen, legend, { size }] = [penOfPage(), legendOf(page, true), snapshotOf(view)];
  const captions = page.timeline.epochs.map((_, place) => captionAt(page, place));
  const lines = linesNeeded(captions, size, pen);
  return captions.map((caption) => layOut(caption, legend, size, pen, lines)) as [Sheet, ...Sheet[]];
}

function isMoving({ timeline }: Page): boolean {
  return !Number.isInteger(timeline.shownPosition);
}

function snapshotOf(view: PictureView): NonNullable<ReturnType<PictureView["snapshot"]>> {
  const snapshot = view.snapshot();
  if (snapshot === null) throw new NoPicture("there is no plot");
  return snapshot;
}

/** The page's own colors, of the theme that it is in. */
function penOfPage(): Pen {
  const style = getComputedStyle(document.documentElement);
  const [background = "", text = "", muted = ""] = ["--stage", "--text", "--muted"].map((name) =>
    style.getPropertyValue(name).trim(),
  );
  return { measure: textMeasure(), background, text, muted };
}
