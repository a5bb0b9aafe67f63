/** What lies over the points: chooses and places names and thumbnails, and remembers how, so that they stay steady. */
import { GRAYED } from "../page/DrawingStore.ts";
import { colorAt, isDrawn, isInView, positionIn } from "./drawn.ts";
import type { Drawn, Overlay } from "./drawn.ts";
import { NamePlacer, placesAt } from "./names.ts";
import type { PlacedName } from "./names.ts";
import { NameLayer, TileLayer } from "./overlay.ts";
import type { PlacedTile } from "./overlay.ts";
import { boxesOver, overlap } from "./room.ts";
import { gridFor, NEAR_ZOOM, TileGrid, tileSize } from "./tileGrid.ts";
import type { InView } from "./tileGrid.ts";

/** Half of a thumbnail's side, and its border, may be in view although its sample is not. */
const BORDER = 2;
const NOTHING: Overlay = { labels: [], tiles: [] };

export class Overlays {
  private readonly tiles: TileLayer;
  private readonly names: NameLayer;
  private readonly placer = new NamePlacer();
  private readonly grid = new TileGrid();
  private shown: Overlay = NOTHING;
  /** Where the camera was as names were shown. */
  private camera = "";

  constructor(private readonly host: HTMLElement) {
    this.tiles = new TileLayer(host);
    this.names = new NameLayer(host);
  }

  /** Place names and thumbnails over what is drawn. */
  over(drawn: Drawn): Overlay {
    return { labels: this.namesOver(drawn), tiles: this.tilesOver(drawn) };
  }

  /** Show them; null shows none. */
  show(drawn: Drawn | null): void {
    this.shown = drawn === null ? NOTHING : this.over(drawn);
    this.tiles.show(this.shown.tiles);
    const camera = drawn?.names ? cameraOf(drawn) : "";
    this.names.show(this.shown.labels, camera === this.camera);
    this.camera = camera;
  }

  /** The thumbnail of a sample, if it shows one. */
  tileOf(sample: number): PlacedTile | null {
    return this.shown.tiles.find((tile) => tile.sample === sample) ?? null;
  }

  /** The sample whose thumbnail is at a place, in CSS pixels. */
  sampleAt(x: number, y: number): number | null {
    const isUnder = (tile: PlacedTile) =>
      Math.abs(tile.x - x) <= tile.width / 2 + BORDER && Math.abs(tile.y - y) <= tile.height / 2 + BORDER;
    return this.shown.tiles.findLast(isUnder)?.sample ?? null;
  }

  private namesOver({ names, moment, size, toPixels }: Drawn): PlacedName[] {
    const places = names === null ? null : placesAt(names.places, moment);
    if (names === null || places === null) return [];
    return this.placer.place(
      names.names.map((name) => ({ ...name, width: this.names.widthOf(name.text) })),
      places.map(({ x, y, concentration }) => ({ at: toPixels([x, y]), concentration })),
      size,
      boxesOver(this.host),
    );
  }

  private tilesOver(drawn: Drawn): PlacedTile[] {
    const { tileOf, toPixels, size, relativeZoom } = drawn;
    if (tileOf === null || relativeZoom < NEAR_ZOOM) {
      this.grid.clear();
      return [];
    }
    const side = tileSize(relativeZoom);
    const [origin, next] = [toPixels([0, 0]), toPixels([1, 1])];
    const grid = gridFor(side, size, origin, Math.abs(next[0] - origin[0]));
    const taken = boxesOver(this.host);
    const isFree = ({ x, y }: InView) => !taken.some((box) => overlap(box, { x, y, width: side, height: side }));
    const candidates = inView(drawn, side / 2 + BORDER).filter(isFree);
    return this.grid.choose(candidates, new Set(drawn.selected), grid, side).flatMap((one) => {
      const tile = tileOf(one.sample);
      if (tile === null) return [];
      const { width, height } = tile.thumbnails;
      const scale = side / Math.max(width, height);
      return [
        {
          ...one,
          tile,
          color: colorAt(drawn, one.sample),
          faint: drawn.states[one.sample] === GRAYED,
          width: width * scale,
          height: height * scale,
        },
      ];
    });
  }
}

/** Where the first corner of the projection is, and how large its units are. */
function cameraOf({ toPixels }: Drawn): string {
  return [...toPixels([0, 0]), ...toPixels([1, 1])].join();
}

function inView(drawn: Drawn, margin: number): InView[] {
  const found = [];
  for (let sample = 0; sample < drawn.table.samples; sample++) {
    if (!isDrawn(drawn.states, sample)) continue;
    const position = positionIn(drawn, sample);
    if (isInView(drawn, position, margin)) found.push({ sample, x: position[0], y: position[1] });
  }
  return found;
}
