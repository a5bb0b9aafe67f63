/** The options of a select for colorings or measures, in groups. */
import { isColumn } from "../numbers/measures.ts";
import type { Coloring } from "../numbers/measures.ts";
import { COLORING_GROUPS, labelOf } from "../numbers/names.ts";

export function ColoringOptions({ among }: { among: readonly Coloring[] }) {
  const own = { name: "Columns of this run", colorings: [...new Set(among.filter(isColumn))] };
  return [...COLORING_GROUPS, own].map(({ name, colorings }) => {
    const offered = colorings.filter((one) => among.includes(one));
    if (offered.length === 0) return null;
    return (
      <optgroup key={name} label={name}>
        {offered.map((one) => (
          <option key={one} value={one}>
            {labelOf(one).name}
          </option>
        ))}
      </optgroup>
    );
  });
}
