/** Groups of classes that are shown as one: which there may be, how the address writes them, and how they are called. */
import type { ClassGroup } from "../loaded/MergingStore.ts";

/** A group as it is requested; without a name it has that of its members. */
export interface AskedGroup {
  readonly members: readonly number[];
  readonly name: string | null;
}

/** Return the groups that the run's classes allow: of two or more of them, and each class in the first group that has it. */
export function allowedGroups(asked: readonly AskedGroup[], names: readonly string[]): readonly ClassGroup[] {
  const taken = new Set<number>();
  return asked.flatMap(({ members, name }) => {
    const free = new Set(members.filter((number) => names[number] !== undefined && !taken.has(number)));
    const [first, second, ...others] = [...free].sort((a, b) => a - b);
    if (first === undefined || second === undefined) return [];
    for (const number of free) taken.add(number);
    const group = [first, second, ...others] as const;
    return [{ members: [...group], name: called(name, ownName(group, names)) }];
  });
}

function called(name: string | null, otherwise: string): string {
  const text = name?.trim() ?? "";
  return text === "" ? otherwise : text;
}

/** What a group is called where nothing else is said: "O/o". */
export function ownName(members: readonly number[], names: readonly string[]): string {
  return members.map((number) => names[number] ?? "").join("/");
}

/** Return a group of the classes whose names differ in nothing but their case, for each of these names. */
export function sameButForCase(names: readonly string[]): readonly AskedGroup[] {
  const byName = new Map<string, number[]>();
  for (const [number, name] of names.entries())
    byName.set(name.toLowerCase(), [...(byName.get(name.toLowerCase()) ?? []), number]);
  return [...byName.values()].filter((members) => members.length > 1).map((members) => ({ members, name: null }));
}

/** Write groups as "24.50;3.7.9:any car". */
export function formatGroups(groups: readonly AskedGroup[]): string | null {
  const texts = groups.map(({ members, name }) => {
    const called = name === null ? "" : `:${encodeURIComponent(name)}`;
    return `${members.join(".")}${called}`;
  });
  return texts.length === 0 ? null : texts.join(";");
}

/** Read them; undefined where the text is malformed. */
export function parseGroups(text: string): readonly AskedGroup[] | undefined {
  const groups = text.split(";").map((part) => /^(\d+(?:\.\d+)+)(?::(.+))?$/.exec(part));
  if (groups.some((match) => match === null)) return undefined;
  try {
    return groups.map((match) => ({
      members: (match?.[1] ?? "").split(".").map(Number),
      name: match?.[2] === undefined ? null : decodeURIComponent(match[2]),
    }));
  } catch {
    return undefined; // A "%" that encodes nothing.
  }
}
