/** The numbers of those in an array of which something holds, smallest first. */
export function numbersWhere(
  values: ArrayLike<number>,
  holds: (value: number, number: number) => boolean,
): Uint32Array<ArrayBuffer> {
  const numbers = new Uint32Array(values.length);
  let found = 0;
  for (let number = 0; number < values.length; number++)
    if (holds(values[number] ?? 0, number)) numbers[found++] = number;
  return numbers.slice(0, found);
}
