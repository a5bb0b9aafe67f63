/** Cuts thumbnails out of their atlases, for painting and for SVG. */
import type { PlacedTile } from "../plot/overlay.ts";

export interface CutTile {
  /** Its upper left corner and its size in the plot, in CSS pixels, without the border. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** The color of the border. */
  readonly color: string;
  readonly faint: boolean;
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

function cutTile({ tile, x, y, width, height, color, faint }: PlacedTile, atlas: HTMLImageElement): CutTile {
  const { column, row, thumbnails } = tile;
  const image = Object.assign(document.createElement("canvas"), { width: thumbnails.width, height: thumbnails.height });
  const cut = [column * thumbnails.width, row * thumbnails.height, thumbnails.width, thumbnails.height] as const;
  image.getContext("2d")?.drawImage(atlas, ...cut, 0, 0, thumbnails.width, thumbnails.height);
  return { x: x - width / 2, y: y - height / 2, width, height, color, faint, image };
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
