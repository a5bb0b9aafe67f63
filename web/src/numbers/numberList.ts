/** Short text for lists of sample numbers: the steps between them, in base 36, and runs of neighbors as one. */

/** "3.4~9.2" is 3, then 4 more, then the 9 after that one by one, then 2 more. */
export function formatNumbers(sorted: Iterable<number>): string {
  const parts: string[] = [];
  let last = -1,
    run = 0;
  const endRun = () => {
    if (run > 0) parts.push(`${parts.pop() ?? ""}~${run.toString(36)}`);
    run = 0;
  };
  for (const number of sorted) {
    if (parts.length > 0 && number === last + 1) run += 1;
    else {
      endRun();
      parts.push((number - last - 1).toString(36));
    }
    last = number;
  }
  endRun();
  return parts.join(".");
}

/** The numbers of such a text; what is no such text is no numbers, and none is above `most`. */
export function parseNumbers(text: string, most: number): number[] {
  const numbers: number[] = [];
  let last = -1;
  for (const part of text === "" ? [] : text.split(".")) {
    const found = /^([0-9a-z]{1,8})(?:~([0-9a-z]{1,8}))?$/.exec(part);
    if (found === null) return [];
    const first = last + 1 + parseInt(found[1] ?? "", 36);
    last = Math.min(most, first + (found[2] === undefined ? 0 : parseInt(found[2], 36)));
    for (let number = first; number <= last; number++) numbers.push(number);
  }
  return numbers;
}
