/** Reads the format and the size of a picture from the first bytes of its file, before anything is decoded. */

export interface FileSize {
  readonly format: "PNG" | "JPEG" | "WEBP";
  readonly width: number;
  readonly height: number;
}

const PNG = 0x89504e47;
const RIFF = 0x52494646;
const WEBP = 0x57454250;
const [LOSSY, LOSSLESS, EXTENDED] = [0x56503820, 0x5650384c, 0x56503858];
/** A JPEG's frames; 0xc4, 0xc8 and 0xcc begin something else. */
const FRAMES = /^c[0-35-79-bd-f]$/;

/** Return null for anything that is no PNG, JPEG or WebP file. */
export function sizeOf(file: Uint8Array<ArrayBuffer>): FileSize | null {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  try {
    const first = view.getUint32(0);
    if (first === PNG) return { format: "PNG", width: view.getUint32(16), height: view.getUint32(20) };
    if (first >>> 8 === 0xffd8ff) return jpeg(view);
    if (first === RIFF && view.getUint32(8) === WEBP) return webp(view);
  } catch {
    // The file ends before its size.
  }
  return null;
}

function jpeg(view: DataView): FileSize {
  let at = 2;
  while (!FRAMES.test(view.getUint8(at + 1).toString(16)))
    // Any number of 0xff may stand before a marker.
    at += view.getUint8(at + 1) === 0xff ? 1 : 2 + view.getUint16(at + 2);
  return { format: "JPEG", width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
}

function webp(view: DataView): FileSize | null {
  const size = (width: number, height: number): FileSize => ({ format: "WEBP", width, height });
  const kind = view.getUint32(12);
  if (kind === LOSSY) return size(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
  if (kind === LOSSLESS) {
    const bits = view.getUint32(21, true);
    return size((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1);
  }
  const three = (at: number) => view.getUint16(at, true) + (view.getUint8(at + 2) << 16) + 1;
  return kind === EXTENDED ? size(three(24), three(27)) : null;
}
