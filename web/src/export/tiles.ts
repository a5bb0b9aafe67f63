/** Cuts thumbnails out of their atlases, so that they can be painted and written. */
import { TILE_SIZE } from "../plot/tiles.ts";
import type { PlacedTile } from "../plot/tiles.ts";

export interface CutTile {
  /** Its upper left corner and its size inside the picture, in CSS pixels, without the frame around it. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Of the frame. */
  readonly color: string;
  readonly picture: HTMLCanvasElement;
}

export class TileCutter {
  private readonly atlases = new Map<string, Promise<HTMLImageElement | null>>();

  /** A thumbnail whose atlas cannot be loaded is left out; its point is there. */
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
  const picture = Object.assign(document.createElement("canvas"), { width, height });
  picture.getContext("2d")?.drawImage(atlas, column * width, row * height, width, height, 0, 0, width, height);
  const scale = TILE_SIZE / Math.max(width, height);
  return {
    x: x - (width * scale) / 2,
    y: y - (height * scale) / 2,
    width: width * scale,
    height: height * scale,
    color,
    picture,
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
