/** The options of a select for colourings or measures, in groups. */
import type { Colouring } from "../stores/ColourStore.ts";
import { COLOURING_GROUPS, COLOURING_WORDS } from "./names.ts";

export function ColouringOptions({ among }: { among: readonly Colouring[] }) {
  return COLOURING_GROUPS.map(({ name, colourings }) => {
    const offered = colourings.filter((one) => among.includes(one));
    if (offered.length === 0) return null;
    return <optgroup key={name} label={name}>{offered.map((one) => <option key={one} value={one}>{COLOURING_WORDS[one].name}</option>)}</optgroup>;
  });
}
