/**
 * Color maps: viridis and magma (Smith & van der Walt 2015, CC0) at 18 equal steps, between which their channels are
 * linear within 5 of 255; gray; and blue to red around white (RdBu, Brewer), or around black, for signed values.
 */

export type Color = readonly [red: number, green: number, blue: number];

export const MAGMA = colorsOf(
  "#000004 #090720 #1a1042 #311165 #4a1079 #621980 #792282 #912b81 #aa337d #c23b75 #d9466b #ec5860 #f7725c #fc8e64 #feaa74 #fec68a #fde2a3 #fcfdbf",
);

export const VIRIDIS = colorsOf(
  "#440154 #481769 #472a7a #433d84 #3d4e8a #355e8d #2e6d8e #297b8e #23898e #1f978b #21a585 #2eb37c #46c06f #65cb5e #89d548 #b0dd2f #d8e219 #fde725",
);

export const GRAY = colorsOf("#000000 #ffffff");

export const BLUE_RED = colorsOf(
  "#053061 #2166ac #4393c3 #92c5de #d1e5f0 #f7f7f7 #fddbc7 #f4a582 #d6604d #b2182b #67001f",
);

/** The same for a dark page: around black. */
export const DARK_BLUE_RED = colorsOf(
  "#b5dcf5 #6db3e2 #3a86bd #245a80 #173247 #14171d #47201c #80342b #bd4f41 #e38674 #f7c4b8",
);

/** Return the color at a share, 0 to 1, of a map. */
export function colorAt(map: readonly Color[], share: number): Color {
  const position = share * (map.length - 1);
  const from = Math.min(map.length - 2, Math.floor(position));
  const [one = BLACK, other = BLACK] = [map[from], map[from + 1]];
  const between = (at: 0 | 1 | 2) => Math.round(one[at] + (other[at] - one[at]) * (position - from));
  return [between(0), between(1), between(2)];
}

const BLACK: Color = [0, 0, 0];

function colorsOf(text: string): readonly Color[] {
  return text.split(" ").map((color) => {
    const channel = (at: number) => parseInt(color.slice(at, at + 2), 16);
    return [channel(1), channel(3), channel(5)];
  });
}
