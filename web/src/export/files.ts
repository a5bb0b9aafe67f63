/** Makes the files: text from the stores, points from the plot on the page. */
import type { Page } from "../page/Page.ts";
import { makeCanvas, NoPlot, paintSheet, textMeasure } from "./canvas.ts";
import type { PlotView } from "./canvas.ts";
import { captionAt, legendOf, namesOfCodes } from "./contents.ts";
import { labelMarks, layOutSheet, linesNeeded } from "./layout.ts";
import type { Pen, Sheet } from "./layout.ts";
import { FRAME_RATE, recordFilm } from "./record.ts";
import { svgOf } from "./svg.ts";
import { TileCutter } from "./tiles.ts";

const LEAST_PIXEL_RATIO = 2;
/** Whole or half, so that no point lies between two pixels: the first at which a video is not too wide to record. */
const VIDEO_PIXEL_RATIOS = [2, 1.5];
const WIDEST_VIDEO = 1920;

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
    labels: labelMarks(snapshot.labels, pen),
    tiles: await new TileCutter().cut(snapshot.tiles),
  });
}

/** All epochs from first to last, each as long as when played; reports the share that is recorded. */
export function videoOf(
  page: Page,
  view: PlotView,
  signal: AbortSignal,
  onProgress: (share: number) => void,
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
        const position = Math.min(lastIndex, (frame / FRAME_RATE) * speed);
        const nearest = Math.round(position);
        return paintSheet(canvas, sheets[nearest] ?? first, painting, reducedMotion ? nearest : position);
      },
      onFrame: (frame) => {
        onProgress((frame + 1) / frames);
      },
    },
    signal,
  );
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
