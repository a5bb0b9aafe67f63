/** The options of a select for colorings or measures, in groups. */
import type { Coloring } from "../numbers/measures.ts";
import { COLORING_GROUPS, COLORING_LABELS } from "../numbers/names.ts";

export function ColoringOptions({ among }: { among: readonly Coloring[] }) {
  return COLORING_GROUPS.map(({ name, colorings }) => {
    const offered = colorings.filter((one) => among.includes(one));
    if (offered.length === 0) return null;
    return (
      <optgroup key={name} label={name}>
        {offered.map((one) => (
          <option key={one} value={one}>
            {COLORING_LABELS[one].name}
          </option>
        ))}
      </optgroup>
    );
  });
}
