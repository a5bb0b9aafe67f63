/** Which recorded sample comes next. */

/** Return the next sample in a direction, of one class if one is given, around the end; null where there is none. */
export function nextOf(
  labels: ArrayLike<number>,
  from: number,
  direction: 1 | -1,
  label: number | null,
): number | null {
  for (let steps = 1; steps <= labels.length; steps++) {
    const sample = (from + direction * steps + labels.length * 2) % labels.length;
    if (label === null || labels[sample] === label) return sample;
  }
  return null;
}

/** Return the sample with the lowest margin, shape (samples); null where none is misclassified. */
export function mostWrong(margin: ArrayLike<number>): number | null {
  let wrongest = 0;
  for (let sample = 1; sample < margin.length; sample++)
    if ((margin[sample] ?? 0) < (margin[wrongest] ?? 0)) wrongest = sample;
  return (margin[wrongest] ?? 0) < 0 ? wrongest : null;
}
