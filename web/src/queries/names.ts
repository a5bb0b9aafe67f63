/** Finds what has a name that people type: in any case, in the plural, with hyphens or underscores as spaces. */

const PLURALS: readonly (readonly [ending: RegExp, singular: string])[] = [
  [/s$/, ""],
  [/es$/, ""],
  [/ies$/, "y"],
  [/ves$/, "f"],
  [/ves$/, "fe"],
  [/men$/, "man"],
];
/** Of lists of names that have been searched; a run's list is one array for as long as the run is open. */
const INDEXES = new WeakMap<readonly string[], ReadonlyMap<string, readonly number[]>>();

/** Return the indices of a name; case, plural and hyphens matter only where names differ in nothing else. */
export function namedIn(name: string, names: readonly string[]): number[] {
  const exact = names.indexOf(name);
  if (exact >= 0) return [exact];
  const index = indexOf(names);
  const form = formsOf(name).find((one) => index.has(one));
  return form === undefined ? [] : [...(index.get(form) ?? [])];
}

/** Return the indices of all names that begin so. */
export function namesBeginning(begun: string, names: readonly string[]): number[] {
  return [...names.keys()].filter((number) => names[number]?.toLowerCase().startsWith(begun.toLowerCase()));
}

/** Return a name in lower case and with plain spaces, then the singulars that it may be the plural of. */
export function formsOf(name: string): string[] {
  const plain = name
    .toLowerCase()
    .replaceAll(/[-_\s]+/g, " ")
    .trim();
  const singulars = PLURALS.filter(([ending]) => ending.test(plain)).map(([ending, one]) => plain.replace(ending, one));
  return [plain, ...singulars.filter((one) => one.length > 1 || /\d/.test(one))];
}

function indexOf(names: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const known = INDEXES.get(names);
  if (known !== undefined) return known;
  const forms = names.map(formsOf);
  const plain = new Set(forms.map(([own]) => own));
  const index = new Map<string, number[]>();
  forms.forEach(([own = "", ...singulars], number) => {
    // A singular that is the name of another class means that class alone.
    for (const form of new Set([own, ...singulars.filter((one) => !plain.has(one))]))
      index.set(form, [...(index.get(form) ?? []), number]);
  });
  INDEXES.set(names, index);
  return index;
}
