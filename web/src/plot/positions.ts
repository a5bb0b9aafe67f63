/** Positions of all samples in all epochs, laid out as the graphics card reads them. */
import { ROW_SAMPLES, rowsOf } from "./table.ts";

/** Which two epochs the picture stands between, and how far it has gone from one to the other. */
export interface Moment {
  readonly from: number;
  readonly to: number;
  readonly share: number;
}

/** Return the moment at a place on the timeline: whole numbers are epochs, 2.5 is half-way from 2 to 3. */
export function momentAt(place: number): Moment {
  const from = Math.floor(place);
  const share = place - from;
  return { from, to: share === 0 ? from : from + 1, share: easeInOut(share) };
}

/** Linger at the epochs, hurry between them. */
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

  /** Keep the positions of one epoch, shape (samples, 2). */
  fill(epoch: number, positions: Uint16Array): void {
    this.data.set(positions, epoch * this.layerLength);
    this.filled.add(epoch);
  }

  /** Where a sample is, in the wire's units (0 to 65535). */
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
