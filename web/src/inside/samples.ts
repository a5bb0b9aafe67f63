/** Which recorded sample comes next. */

/** Return the next of sorted samples in a direction, around the end; null where there is no other. */
export function nextOf(samples: Uint32Array, from: number, direction: 1 | -1): number | null {
  const next =
    direction === 1
      ? (samples.find((sample) => sample > from) ?? samples[0])
      : (samples.findLast((sample) => sample < from) ?? samples.at(-1));
  return next === undefined || next === from ? null : next;
}

/** Return the sample with the lowest margin, shape (samples); null where none is misclassified. */
export function mostWrong(margin: ArrayLike<number>): number | null {
  let wrongest = 0;
  for (let sample = 1; sample < margin.length; sample++)
    if ((margin[sample] ?? 0) < (margin[wrongest] ?? 0)) wrongest = sample;
  return (margin[wrongest] ?? 0) < 0 ? wrongest : null;
}
