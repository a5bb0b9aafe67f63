/** A sample's image, cut out of its atlas. */

/** Where the image is in its atlas, whose address this is, and how the atlas is laid out. */
interface Tile {
  readonly address: string;
  readonly column: number;
  readonly row: number;
  readonly thumbnails: { readonly width: number; readonly height: number; readonly columns: number };
}

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
