/** Positions and other numbers of all samples at all epochs, in the layout that the graphics card reads. */

/** In the wire's units (0 to 65535), or in CSS pixels from the upper left of the plot. */
export type Position = readonly [x: number, y: number];

/** Samples in one row of a texture; the shaders use the same number. */
export const ROW_SAMPLES = 1024;

export function rowsOf(samples: number): number {
  return Math.max(1, Math.ceil(samples / ROW_SAMPLES));
}

/** Copy values of shape (epochs, samples) into rows, shape (epochs, rows, ROW_SAMPLES). */
export function inRows<Numbers extends Uint8Array | Uint16Array>(
  values: Numbers,
  samples: number,
  rows: Numbers,
): Numbers {
  const layer = rowsOf(samples) * ROW_SAMPLES;
  for (let epoch = 0; epoch * samples < values.length; epoch++)
    rows.set(values.subarray(epoch * samples, (epoch + 1) * samples), epoch * layer);
  return rows;
}

/** The two epochs that the plot is between, and how far it is from one to the other. */
export interface Moment {
  readonly from: number;
  readonly to: number;
  readonly share: number;
}

/** Return the moment at a position on the timeline: whole numbers are epochs, 2.5 is halfway from 2 to 3. */
export function momentAt(position: number): Moment {
  const from = Math.floor(position);
  const share = position - from;
  return { from, to: share === 0 ? from : from + 1, share: easeInOut(share) };
}

/** Slow at the epochs, fast between them. */
function easeInOut(share: number): number {
  return share * share * (3 - 2 * share);
}

/** uint16 positions, shape (epochs, rows, ROW_SAMPLES, 2); the samples fill the rows one after the other. */
export class PositionTable {
  readonly rows: number;
  readonly data: Uint16Array<ArrayBuffer>;
  private readonly filled = new Set<number>();

  constructor(
    readonly samples: number,
    readonly epochs: number,
  ) {
    this.rows = rowsOf(samples);
    this.data = new Uint16Array(this.layerLength * epochs);
  }

  has(epoch: number): boolean {
    return this.filled.has(epoch);
  }

  hasMoment(moment: Moment): boolean {
    return this.has(moment.from) && this.has(moment.to);
  }

  /** Store the positions of one epoch, shape (samples, 2). */
  fill(epoch: number, positions: Uint16Array): void {
    this.data.set(positions, epoch * this.layerLength);
    this.filled.add(epoch);
  }

  /** A sample's position, in the wire's units (0 to 65535). */
  at(sample: number, moment: Moment): [x: number, y: number] {
    const a = moment.from * this.layerLength + 2 * sample;
    const b = moment.to * this.layerLength + 2 * sample;
    return [mix(this.data[a], this.data[b], moment.share), mix(this.data[a + 1], this.data[b + 1], moment.share)];
  }

  /** Numbers in one layer of the texture. */
  get layerLength(): number {
    return this.rows * ROW_SAMPLES * 2;
  }
}

function mix(a = 0, b = 0, share: number): number {
  return a + (b - a) * share;
}
