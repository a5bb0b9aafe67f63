/** The part of gifenc that is used here; it comes without types. */
declare module "gifenc" {
  export type Palette = readonly (readonly number[])[];

  export interface FrameOptions {
    /** The colors of all frames; with the first one only. */
    readonly palette?: Palette;
    /** 0 repeats forever; with the first frame only. */
    readonly repeat?: number;
    readonly transparent?: boolean;
    readonly transparentIndex?: number;
    /** Milliseconds. */
    readonly delay?: number;
    readonly dispose?: number;
  }

  export interface Encoder {
    writeFrame(codes: Uint8Array, width: number, height: number, options?: FrameOptions): void;
    finish(): void;
    bytes(): Uint8Array<ArrayBuffer>;
  }

  export function GIFEncoder(): Encoder;
  /** Return at most `most` colors, nearest to all pixels of RGBA bytes. */
  export function quantize(rgba: Uint8ClampedArray | Uint8Array, most: number): Palette;
  /** Return the number of the nearest color of each pixel. */
  export function applyPalette(rgba: Uint8ClampedArray | Uint8Array, palette: Palette): Uint8Array<ArrayBuffer>;
}
