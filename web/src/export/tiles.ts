/** Cuts thumbnails out of their atlases, for painting and for SVG. */
import { TILE_SIZE } from "../plot/overlay.ts";
import type { PlacedTile } from "../plot/overlay.ts";

export interface CutTile {
  /** Its upper left corner and its size in the plot, in CSS pixels, without the border. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** The color of the border. */
  readonly color: string;
  readonly image: HTMLCanvasElement;
}

export class TileCutter {
  private readonly atlases = new Map<string, Promise<HTMLImageElement | null>>();

  /** A thumbnail whose atlas cannot be loaded is left out; its point is drawn. */
  async cut(tiles: readonly PlacedTile[]): Promise<CutTile[]> {
    const cuts = await Promise.all(
      tiles.map(async (placed) => {
        const atlas = await this.atlas(placed.tile.address);
        return atlas === null ? null : cutTile(placed, atlas);
      }),
    );
    return cuts.filter((cut) => cut !== null);
  }

  private atlas(address: string): Promise<HTMLImageElement | null> {
    const atlas = this.atlases.get(address) ?? loadImage(address);
    this.atlases.set(address, atlas);
    return atlas;
  }
}

function cutTile({ tile: { column, row, thumbnails }, x, y, color }: PlacedTile, atlas: HTMLImageElement): CutTile {
  const { width, height } = thumbnails;
  const image = Object.assign(document.createElement("canvas"), { width, height });
  image.getContext("2d")?.drawImage(atlas, column * width, row * height, width, height, 0, 0, width, height);
  const scale = TILE_SIZE / Math.max(width, height);
  return {
    x: x - (width * scale) / 2,
    y: y - (height * scale) / 2,
    width: width * scale,
    height: height * scale,
    color,
    image,
  };
}

async function loadImage(address: string): Promise<HTMLImageElement | null> {
  const image = new Image();
  image.src = address;
  try {
    await image.decode();
    return image;
  } catch {
    return null;
  }
}
