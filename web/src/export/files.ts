/** Makes the files: text from the stores, points from the plots on the page. */
import type { Page } from "../page/Page.ts";
import { makeCanvas, NoPlot, paintPoster, paintSpread, textMeasure } from "./canvas.ts";
import { captionAt, namesOfCodes, posterTextAt } from "./contents.ts";
import { fittedTo } from "./crop.ts";
import type { Film, FilmFile } from "./film.ts";
import { labelMarks } from "./layout.ts";
import type { Pen } from "./layout.ts";
import { layOutPoster, POSTER_PIXEL_RATIO } from "./poster.ts";
import type { PosterShape } from "./poster.ts";
import { framesOf, linesIn, spreadAt } from "./spread.ts";
import type { Part, Spread, Subject } from "./spread.ts";
import { sideBySide, svgOf } from "./svg.ts";
import { TileCutter } from "./tiles.ts";

const LEAST_PIXEL_RATIO = 2;
/** Whole or half, so that no point lies between two pixels: the first at which a video is not too large to record. */
const VIDEO_PIXEL_RATIOS = [2, 1.5];
const LARGEST_VIDEO = { width: 1920, height: 1920 };
/** Large enough to read, small enough to send: CSS pixels of a plot alone, and of one beside another. */
const GIF_WIDTH = { one: 720, each: 480 };
/** How long all epochs take at most. */
const GIF_SECONDS = 6;
const GIF_PACE = { delay: 70, rest: 1500 };

type Subjects = readonly [Subject, ...Subject[]];
type Report = (share: number) => void;

/** What is on screen, at twice its pixels or more. */
export async function pngOf(subjects: Subjects): Promise<Blob> {
  const pixelRatio = Math.max(LEAST_PIXEL_RATIO, Math.ceil(window.devicePixelRatio));
  const pen = penOfPage();
  const spread = spreadOnScreen(subjects, pen);
  const canvas = makeCanvas(spread, pixelRatio);
  await paintSpread(canvas, spread, { pen, pixelRatio, cutter: new TileCutter() });
  return pngIn(canvas);
}

/** What is on screen, as shapes. */
export async function svgFileOf(subjects: Subjects): Promise<string> {
  const pen = penOfPage();
  const spread = spreadOnScreen(subjects, pen);
  const [first, ...others] = await Promise.all(spread.parts.map((part, at) => svgPart(part, pen, at)));
  if (first === undefined || others.length === 0) return first ?? "";
  const all = [first, ...others].map((svg, at) => ({ svg, x: spread.parts[at]?.x ?? 0 }));
  return sideBySide(all, spread);
}

/** What is on screen, large enough for a wall. */
export async function posterOf([subject]: Subjects, shape: PosterShape): Promise<Blob> {
  const { page, view } = subject;
  const pen = penOfPage();
  const poster = layOutPoster(posterTextAt(page, page.timeline.index), shape, pen);
  const canvas = makeCanvas(poster, POSTER_PIXEL_RATIO);
  const bounds = page.view.view === null ? view.bounds(false) : null;
  const frame = bounds === null ? { size: poster.plot, rect: view.seen.rect } : fittedTo(bounds, poster.plot);
  const painting = { pen, pixelRatio: POSTER_PIXEL_RATIO, cutter: new TileCutter() };
  await paintPoster(canvas, poster, painting, subject, frame);
  return pngIn(canvas);
}

/** All epochs from first to last, each as long as when played; reports the share that is recorded. */
export async function videoOf(subjects: Subjects, signal: AbortSignal, onProgress: Report): Promise<FilmFile> {
  const { FRAME_RATE, recordVideo } = await import("./video.ts");
  const { epochs } = subjects[0].page.timeline;
  const { speed } = leadOf(subjects);
  const ratioOf = ({ width, height }: Spread) =>
    VIDEO_PIXEL_RATIOS.find(
      (ratio) => width * ratio <= LARGEST_VIDEO.width && height * ratio <= LARGEST_VIDEO.height,
    ) ?? 1;
  const frames = Math.round((epochs.length / speed) * FRAME_RATE);
  const film = filmOf(subjects, { frames, perFrame: speed / FRAME_RATE, ratioOf, isRead: false, onProgress });
  return recordVideo(film, signal);
}

/** All epochs from first to last, within seconds, and a rest. */
export async function gifOf(subjects: Subjects, signal: AbortSignal, onProgress: Report): Promise<FilmFile> {
  const { recordGif } = await import("./gif.ts");
  const { lastIndex } = subjects[0].page.timeline;
  const { speed } = leadOf(subjects);
  const frames = 1 + Math.ceil((1000 * Math.min(GIF_SECONDS, lastIndex / speed)) / GIF_PACE.delay);
  const width = subjects.length === 1 ? GIF_WIDTH.one : GIF_WIDTH.each;
  const cut = { frames, perFrame: lastIndex / (frames - 1), width, ratioOf: () => 1, isRead: true, onProgress };
  return recordGif(filmOf(subjects, cut), GIF_PACE, signal);
}

interface Cut {
  readonly frames: number;
  /** How far it goes on the timeline from a frame to the next. */
  readonly perFrame: number;
  /** CSS pixels of each plot, if not those on screen. */
  readonly width?: number;
  readonly ratioOf: (spread: Spread) => number;
  /** Whether the pixels of its frames are read. */
  readonly isRead: boolean;
  readonly onProgress: Report;
}

function filmOf(subjects: Subjects, { frames, perFrame, width, ratioOf, isRead, onProgress }: Cut): Film {
  const { epochs, lastIndex } = subjects[0].page.timeline;
  const { reducedMotion } = leadOf(subjects);
  const pen = penOfPage();
  const spreads = spreadsOf(subjects, pen, width);
  const [first] = spreads;
  const pixelRatio = ratioOf(first);
  const canvas = makeCanvas(first, pixelRatio, isRead);
  const painting = { pen, pixelRatio, cutter: new TileCutter() };
  return {
    canvas,
    frames,
    paint: (frame) => {
      const exact = Math.min(lastIndex, frame * perFrame);
      const nearest = Math.round(exact);
      const position = reducedMotion ? nearest : exact;
      return paintSpread(canvas, spreads[nearest] ?? first, painting, ({ page }) => inStep(page, epochs, position));
    },
    onFrame: (frame) => {
      onProgress((frame + 1) / frames);
    },
  };
}

/** The spreads of all epochs, of one size. */
function spreadsOf(subjects: Subjects, pen: Pen, width?: number): [Spread, ...Spread[]] {
  const { epochs } = subjects[0].page.timeline;
  const frames = framesOf(subjects, true, width);
  const indexOf = (index: number) => (page: Page) => Math.round(inStep(page, epochs, index));
  const lines = Math.max(...epochs.map((_, index) => linesIn(subjects, frames, pen, indexOf(index))));
  return epochs.map((_, index) =>
    spreadAt(subjects, frames, pen, { indexOf: indexOf(index), moving: () => true, lines }),
  ) as [Spread, ...Spread[]];
}

/** Where a page is on its own timeline at a position of the first one's, whose epochs are given. */
function inStep({ timeline }: Page, epochs: readonly number[], position: number): number {
  const [from = 0, to = from] = [epochs[Math.floor(position)], epochs[Math.ceil(position)]];
  return timeline.positionOf(from + (to - from) * (position % 1));
}

/** The timeline that is played: a second view follows the first one's. */
function leadOf([{ page }]: Subjects): Pick<Page["timeline"], "speed" | "reducedMotion"> {
  return (page.leader ?? page).timeline;
}

function spreadOnScreen(subjects: Subjects, pen: Pen): Spread {
  return spreadAt(subjects, framesOf(subjects, false), pen, {
    indexOf: ({ timeline }) => timeline.index,
    moving: ({ timeline }) => !Number.isInteger(timeline.shownPosition),
  });
}

async function svgPart({ subject: { page, view }, frame, sheet }: Part, pen: Pen, at: number): Promise<string> {
  const { classes, color, timeline } = page;
  const snapshot = view.framed(frame, () => view.snapshot());
  if (snapshot === null) throw new NoPlot("there is no plot");
  const caption = captionAt(page, timeline.index);
  return svgOf(snapshot, sheet, {
    title: `${caption.title}, ${caption.epoch}`,
    prefix: at === 0 ? "" : "second-",
    names: namesOfCodes(color.shown, classes.names, color.column?.classes),
    outlines: snapshot.outlines,
    labels: labelMarks(snapshot.labels, pen),
    tiles: await new TileCutter().cut(snapshot.tiles),
  });
}

function pngIn(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((done, fail) => {
    canvas.toBlob((blob) => {
      if (blob === null) fail(new Error("the image is too large for this browser"));
      else done(blob);
    }, "image/png");
  });
}

/** The page's colors, in its current theme. */
function penOfPage(): Pen {
  const style = getComputedStyle(document.documentElement);
  const [background = "", text = "", muted = "", accent = ""] = ["--stage", "--text", "--muted", "--accent"].map(
    (name) => style.getPropertyValue(name).trim(),
  );
  return { measure: textMeasure(), background, text, muted, accent };
}
