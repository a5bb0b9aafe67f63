/** From a file to the very pixels that the network is given; its size is known and limited before it is decoded. */
import { ApiError } from "../ApiError.ts";
import type { LookInput, Sent } from "../looker.ts";
import { BICUBIC, BILINEAR, resample } from "./resampling.ts";
import type { Raster } from "./resampling.ts";
import { sizeOf } from "./sizeOf.ts";

const MOST_PIXELS = 16_000_000;

/** Return the input that a PNG, JPEG or WebP file makes: upright, on one background, its middle cut out. */
export async function decodePicture(file: Blob, input: LookInput): Promise<Omit<Sent, "id">> {
  if (input.pictures.length === 0)
    throw unusable(`This network takes ${input.channels} channels, and pictures have 1 or 3.`);
  if (file.size > input.largest_picture)
    throw unusable(`This picture has ${file.size} bytes; at most ${input.largest_picture} are taken.`, 413);
  const picture = sizeOf(new Uint8Array(await file.arrayBuffer()));
  if (picture === null) throw unusable("This is no picture: choose a PNG, JPEG or WebP file.");
  if (picture.width * picture.height > MOST_PIXELS)
    throw unusable(
      `This picture has ${picture.width} × ${picture.height} pixels; at most 16 megapixels are decoded.`,
      413,
    );
  const bitmap = await createImageBitmap(file, { colorSpaceConversion: "none" }).catch(() => {
    throw unusable("This picture can’t be decoded: it is damaged.");
  });
  return { picture, pixels: pixelsOf(scaled(drawn(bitmap, input.background), input), input.channels) };
}

/** Return a part of a picture of thumbnails, of the size that the network takes. */
export async function cutThumbnail(
  address: string,
  left: number,
  top: number,
  { width, height, channels, background }: LookInput,
): Promise<Uint8Array<ArrayBuffer>> {
  const atlas = Object.assign(new Image(), { src: address });
  await atlas.decode();
  const bitmap = await createImageBitmap(atlas, left, top, width, height, { colorSpaceConversion: "none" });
  return pixelsOf(drawn(bitmap, background), channels);
}

function drawn(bitmap: ImageBitmap, background: string): Raster {
  const { width, height } = bitmap;
  const context = Object.assign(document.createElement("canvas"), { width, height }).getContext("2d", {
    willReadFrequently: true,
  });
  if (context === null) throw unusable("This browser has no room for the picture.");
  context.fillStyle = background;
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return { width, height, pixels: opaque(context.getImageData(0, 0, width, height).data) };
}

/** Return colors without their alpha. */
function opaque(colors: Uint8ClampedArray): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray((colors.length / 4) * 3);
  for (let at = 0; at < pixels.length; at++) pixels[at] = colors[at + Math.trunc(at / 3)] ?? 0;
  return pixels;
}

function scaled(raster: Raster, { width, height, resize }: LookInput): Raster {
  const whole = Math.min(raster.width / width, raster.height / height);
  // How many pixels of the picture become one of the input; the part cannot be larger than the picture.
  const scale = resize === null ? whole : Math.min(whole, Math.min(raster.width, raster.height) / resize);
  const across = { begin: (raster.width - scale * width) / 2, size: scale * width };
  const down = { begin: (raster.height - scale * height) / 2, size: scale * height };
  return resample(raster, across, down, width, height, resize === null ? BICUBIC : BILINEAR);
}

/** Return (height, width, channels); gray by the weights of brightness that Pillow takes. */
function pixelsOf({ pixels }: Raster, channels: number): Uint8Array<ArrayBuffer> {
  if (channels === 3) return Uint8Array.from(pixels);
  const value = (at: number) => pixels[at] ?? 0;
  return Uint8Array.from(
    { length: pixels.length / 3 },
    (_, at) => (value(3 * at) * 19595 + value(3 * at + 1) * 38470 + value(3 * at + 2) * 7471 + 0x8000) >> 16,
  );
}

function unusable(message: string, status = 400): ApiError {
  return new ApiError("server", message, status, status === 413 ? "PictureTooLarge" : "UnusablePicture");
}
