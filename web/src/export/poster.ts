/** The layout of a poster: the plot, and large under it the epoch and what the network could do then. */
import type { Size } from "../plot/camera.ts";
import type { PosterText } from "./contents.ts";
import { cut } from "./layout.ts";
import type { Pen } from "./layout.ts";
import type { Mark, TextMark, TextStyle } from "./marks.ts";

export type PosterShape = "square" | "wide";

export interface Poster extends Size {
  /** Where the plot is. */
  readonly plot: Size & { readonly x: number; readonly y: number };
  readonly marks: readonly Mark[];
}

/** CSS pixels: points and names are as large as on a page of this size. */
const SIZES: Record<PosterShape, Size> = { square: { width: 720, height: 720 }, wide: { width: 1280, height: 720 } };
/** Device pixels for one of CSS: 2160 × 2160, and 3840 × 2160. */
export const POSTER_PIXEL_RATIO = 3;

const MARGIN = 40;
/** The least distance between texts. */
const GAP = 24;
const TOP = 64;
const HEADLINE: TextStyle = { size: 60, weight: 700 };
const TITLE: TextStyle = { size: 18, weight: 600 };
const DETAIL: TextStyle = { size: 15, weight: 400 };
const DETAIL_LINE = 30;
/** The share of a wide poster that its text takes. */
const COLUMN = 0.36;
/** How high the curve reaches, from no accuracy to all. */
const CURVE = 56,
  CURVE_WIDTH = 2.5,
  DOT = 7;
const BRAND = "Epochscope";
const BRAND_RADIUS = 11;

export function layOutPoster(text: PosterText, shape: PosterShape, pen: Pen): Poster {
  const { width, height } = SIZES[shape];
  const floor = height - (text.curve.length === 0 ? MARGIN : CURVE + MARGIN);
  const headlineAt = floor - DETAIL_LINE;
  const room = shape === "wide" ? width * COLUMN : width - 2 * MARGIN;
  const plot =
    shape === "wide"
      ? { x: MARGIN + room, y: TOP, width: width - MARGIN - room, height: floor - TOP }
      : { x: 0, y: TOP, width, height: headlineAt - HEADLINE.size - TOP };
  const brand = brandMarks(width - MARGIN, pen);
  const [left = width] = brand.map(({ x }) => x);
  const titleRoom = Math.min(room, left - BRAND_RADIUS - GAP - MARGIN);
  const marks: Mark[] = [
    { kind: "box", x: 0, y: 0, width, height, color: pen.background },
    ...curveMarks(text, { width, height }, pen),
    textMark(cut(text.title, titleRoom, TITLE, pen.measure), TITLE, MARGIN, MARGIN + 8, pen.text),
    ...brand,
    headlineMark(text.headline, headlineAt, room, pen),
    textMark(cut(text.details.join(" · "), room, DETAIL, pen.measure), DETAIL, MARGIN, floor, pen.muted),
  ];
  return { width, height, plot, marks };
}

/** In its full size, and smaller where an epoch has many digits. */
function headlineMark(text: string, y: number, room: number, pen: Pen): TextMark {
  const wanted = pen.measure(text, HEADLINE);
  const size = Math.floor(HEADLINE.size * Math.min(1, room / wanted));
  return textMark(text, { ...HEADLINE, size }, MARGIN, y, pen.text);
}

/** The accuracy from the first epoch to the last along the lower edge, with a dot at the one shown. */
function curveMarks({ curve, at }: PosterText, { width, height }: Size, pen: Pen): Mark[] {
  if (curve.length < 2) return [];
  const place = ({ share, accuracy }: PosterText["curve"][number]) =>
    [share * width, height - MARGIN / 2 - accuracy * CURVE] as const;
  const points = curve.map(place);
  const shown = curve[at];
  const area = { x: 0, y: height, points: [...points, [width, height], [0, height]] } as const;
  const marks: Mark[] = [
    { kind: "area", ...area, color: pen.accent, opacity: 0.14 },
    { kind: "line", x: 0, y: height, points, color: pen.accent, width: CURVE_WIDTH },
  ];
  if (shown === undefined) return marks;
  // At the first and the last epoch the dot is inside the poster.
  const [x, y] = place(shown);
  const inside = Math.min(width - 2 * DOT, Math.max(2 * DOT, x));
  const look = {
    code: 0,
    shape: "disc",
    radius: DOT,
    fill: pen.accent,
    rim: pen.background,
    rimWidth: 2,
    opacity: 1,
  } as const;
  return [...marks, { kind: "point", x: inside, y, look }];
}

/** The product's mark, as in the header, before its name; the first mark is the leftmost. */
function brandMarks(right: number, pen: Pen): Mark[] {
  const name: TextStyle = { size: 15, weight: 600 };
  const [x, y] = [right - pen.measure(BRAND, name) - BRAND_RADIUS - 8, MARGIN + 2];
  const scale = BRAND_RADIUS / 11;
  const disc = (dx: number, dy: number, radius: number, fill: string): Mark => ({
    kind: "point",
    x: x + dx * scale,
    y: y + dy * scale,
    look: { code: 0, shape: "disc", radius: radius * scale, fill, rim: fill, rimWidth: 0, opacity: 1 },
  });
  return [
    disc(0, 0, 11, "#2f5bd8"),
    disc(-4, 2, 2.6, "#f0e442"),
    disc(3.5, 3, 2, "#ffffff"),
    disc(2, -4, 3, "#e69f00"),
    { ...textMark(BRAND, name, right, y + 5, pen.text), anchor: "end" },
  ];
}

function textMark(text: string, style: TextStyle, x: number, y: number, color: string): TextMark {
  return { kind: "text", text, x, y, anchor: "start", color, ...style };
}
