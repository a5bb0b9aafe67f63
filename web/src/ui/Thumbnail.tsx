/** A sample's picture, cut out of its atlas. */
import type { Tile } from "../numbers/tile.ts";

export function Thumbnail({ tile: { address, column, row, thumbnails }, size }: { tile: Tile; size: number }) {
  const scale = size / Math.max(thumbnails.width, thumbnails.height);
  const [width, height] = [thumbnails.width * scale, thumbnails.height * scale];
  const style = {
    width,
    height,
    backgroundImage: `url("${address}")`,
    backgroundSize: `${width * thumbnails.columns}px auto`,
    backgroundPosition: `${-column * width}px ${-row * height}px`,
  };
  return <div className="thumbnail" style={style} />;
}
