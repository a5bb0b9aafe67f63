/**
 * Writes a saved plot as SVG: real shapes, so that it can be edited. They keep the order in which they are drawn, as
 * groups by class would hide the first classes under the last; a class's look is one style.
 */
import { DIAMOND } from "../plot/looks.ts";
import type { Size } from "../plot/camera.ts";
import { FAINT_TILE } from "../plot/overlay.ts";
import { OUTLINE_WIDTH } from "../plot/Outlines.ts";
import type { DrawnOutline } from "../plot/Outlines.ts";
import type { Position } from "../plot/positions.ts";
import type { DrawnPoint, Look, Snapshot, Trail } from "../plot/snapshot.ts";
import type { Sheet } from "./layout.ts";
import { FONT } from "./marks.ts";
import type { AreaMark, LineMark, Mark, TextMark } from "./marks.ts";
import type { CutTile } from "./tiles.ts";

/** The parts besides the points: outlines under them, names over them, and thumbnails. */
export interface Extras {
  readonly title: string;
  /** What the names of its styles and parts begin with, where there is another SVG beside it. */
  readonly prefix?: string;
  /** Names of colors by their code. */
  readonly names: readonly string[];
  readonly outlines: readonly DrawnOutline[];
  readonly labels: readonly TextMark[];
  readonly tiles: readonly CutTile[];
}

/** About 60 bytes per disc: 3 MB for 50,000 samples. */
export function svgOf(
  snapshot: Snapshot,
  sheet: Sheet,
  { title, prefix = "", names, outlines, labels, tiles }: Extras,
): string {
  const { width, height } = snapshot.size;
  const [behind, ...around] = sheet.marks;
  const styles = new Styles(names, prefix);
  const layer = (id: string, content: readonly string[]) => layerSvg(`${prefix}${id}`, content);
  const points = (drawn: readonly DrawnPoint[]) =>
    drawn.map(({ position, look }) => shapeSvg(look, position, `class="${styles.nameOf(look)}"`));
  const layers = [
    layer("outlines", outlines.map(outlineSvg)),
    layer("samples", points(snapshot.points)),
    layer("trails", snapshot.trails.map(trailSvg)),
    layer("selected-samples", points(snapshot.selected)),
    layer("center-trails", snapshot.centerTrails.map(trailSvg)),
    layer(
      "centers",
      snapshot.centers.map(({ position, look }) => shapeSvg(look, position, attributesOf(look))),
    ),
    layer("thumbnails", tiles.map(tileSvg)),
    layer("class-names", labels.map(markSvg)),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${round(sheet.width)}" height="${round(sheet.height)}" viewBox="0 0 ${round(sheet.width)} ${round(sheet.height)}" font-family="${escape(FONT)}">`,
    `<title>${escape(title)}</title>`,
    `<style>\n${styles.rules.join("\n")}\n</style>`,
    behind === undefined ? "" : markSvg(behind),
    `<clipPath id="${prefix}edge"><rect width="${width}" height="${height}"/></clipPath>`,
    `<g transform="translate(0 ${round(sheet.top)})" clip-path="url(#${prefix}edge)">`,
    ...layers,
    "</g>",
    layer("words", around.map(markSvg)),
    "</svg>\n",
  ]
    .filter((line) => line !== "")
    .join("\n");
}

/** Return one SVG of several, each given with where its left edge is. */
export function sideBySide(
  parts: readonly { readonly x: number; readonly svg: string }[],
  { width, height }: Size,
): string {
  const nested = parts.map(({ x, svg }) => svg.replace("<svg ", `<svg x="${round(x)}" `));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${round(width)}" height="${round(height)}" viewBox="0 0 ${round(width)} ${round(height)}">\n${nested.join("")}</svg>\n`;
}

/** One rule for all points that look the same, named after their class. */
class Styles {
  readonly rules: string[] = [];
  private readonly paints = new Map<string, string>();
  private readonly ofLooks = new Map<Look, string>();

  constructor(
    private readonly names: readonly string[],
    private readonly prefix: string,
  ) {}

  nameOf(look: Look): string {
    const name =
      this.ofLooks.get(look) ??
      this.add(`${this.prefix}is-${identifier(this.names[look.code] ?? `color-${look.code}`)}`, ruleOf(look));
    this.ofLooks.set(look, name);
    return name;
  }

  /** Class names may differ only in characters that a style's name cannot have, and a class may have several looks. */
  private add(base: string, paint: string): string {
    let name = base;
    for (let turn = 2; (this.paints.get(name) ?? paint) !== paint; turn++) name = `${base}-${turn}`;
    if (!this.paints.has(name)) this.rules.push(`.${name} { ${paint} }`);
    this.paints.set(name, paint);
    return name;
  }
}

/** Each point repeats it, so that only the start of a long name is taken. */
function identifier(name: string): string {
  const [start = ""] = /^.{0,40}/u.exec(name.replace(/[^\p{L}\p{N}]+/gu, "-")) ?? [];
  return start.replace(/^-|-$/g, "");
}

function ruleOf(look: Look): string {
  return Object.entries(paintOf(look))
    .map(([name, value]) => `${name}: ${value};`)
    .join(" ");
}

function attributesOf(look: Look): string {
  return Object.entries(paintOf(look))
    .map(([name, value]) => `${name}="${value}"`)
    .join(" ");
}

function paintOf({ fill, rim, rimWidth, opacity, shape }: Look): Record<string, string | number> {
  const width = shape === "disc" ? rimWidth : rimWidth / DIAMOND / Math.SQRT2;
  const stroke = rimWidth === 0 ? {} : { stroke: rim, "stroke-width": hundredth(width), "stroke-opacity": opacity };
  return { fill, "fill-opacity": opacity, ...stroke };
}

/** Escape text for XML, without the characters that XML forbids. */
export function escape(text: string): string {
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  // eslint-disable-next-line no-control-regex -- these are what XML forbids
  const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
  return text.replace(forbidden, "").replace(/[&<>"]/g, (letter) => entities[letter] ?? letter);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function hundredth(value: number): number {
  return Math.round(value * 100) / 100;
}

function layerSvg(id: string, content: readonly string[]): string {
  return content.length === 0 ? "" : `<g id="${id}">\n${content.join("\n")}\n</g>`;
}

/** Half of a stroke lies outside its line; a rim lies inside. */
function shapeSvg({ shape, radius, rimWidth }: Look, [x, y]: Position, attributes: string): string {
  if (shape === "disc")
    return `<circle ${attributes} cx="${round(x)}" cy="${round(y)}" r="${hundredth(radius - rimWidth / 2)}"/>`;
  const reach = radius - rimWidth / 2 / DIAMOND;
  return `<polygon ${attributes} points="${round(x)},${round(y - reach)} ${round(x + reach)},${round(y)} ${round(x)},${round(y + reach)} ${round(x - reach)},${round(y)}"/>`;
}

function outlineSvg({ path, color, fill, line }: DrawnOutline): string {
  return `<path d="${path}" fill="${color}" fill-opacity="${fill}" fill-rule="evenodd" stroke="${color}" stroke-opacity="${line}" stroke-width="${OUTLINE_WIDTH}"/>`;
}

function trailSvg({ color, width, edge, positions, opacities }: Trail): string {
  const lines = opacities.map((opacity, step) => {
    const [[x1, y1] = [0, 0], [x2, y2] = [0, 0]] = [positions[step], positions[step + 1]];
    return `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" stroke-opacity="${hundredth(opacity)}"/>`;
  });
  const strokes = (stroke: string, wide: number) =>
    `<g stroke="${stroke}" stroke-width="${wide}">\n${lines.join("\n")}\n</g>`;
  return [...(edge === null ? [] : [strokes(edge.color, width + 2 * edge.width)]), strokes(color, width)].join("\n");
}

function tileSvg({ x, y, width, height, color, image, faint }: CutTile): string {
  const border = `<rect x="${round(x - 1)}" y="${round(y - 1)}" width="${round(width + 2)}" height="${round(height + 2)}" rx="3" fill="none" stroke="${color}" stroke-width="2"/>`;
  const picture = `<image x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" style="image-rendering: pixelated" href="${image.toDataURL()}"/>${border}`;
  return faint ? `<g opacity="${FAINT_TILE}">${picture}</g>` : picture;
}

function pathSvg(mark: LineMark | AreaMark): string {
  const points = mark.points.map(([x, y]) => `${round(x)},${round(y)}`).join(" ");
  return mark.kind === "line"
    ? `<polyline points="${points}" fill="none" stroke="${mark.color}" stroke-width="${mark.width}"/>`
    : `<polygon points="${points}" fill="${mark.color}" fill-opacity="${mark.opacity}"/>`;
}

function markSvg(mark: Mark): string {
  if (mark.kind === "box")
    return `<rect x="${round(mark.x)}" y="${round(mark.y)}" width="${round(mark.width)}" height="${round(mark.height)}" fill="${mark.color}"/>`;
  if (mark.kind === "point") return shapeSvg(mark.look, [mark.x, mark.y], attributesOf(mark.look));
  if (mark.kind === "line" || mark.kind === "area") return pathSvg(mark);
  const { x, y, size, weight, color, anchor, halo, opacity, text } = mark;
  const around =
    halo === undefined ? "" : ` stroke="${halo}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"`;
  return `<text x="${round(x)}" y="${round(y)}" font-size="${size}" font-weight="${weight}" fill="${color}"${anchor === "start" ? "" : ` text-anchor="${anchor}"`}${opacity === undefined ? "" : ` opacity="${hundredth(opacity)}"`}${around}>${escape(text)}</text>`;
}
