/** Numbers of all samples in some epochs, laid out as the graphics card reads them. */

/** Samples in one row of a texture; the shaders know the same number. */
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
