/** The options of a select for colorings or measures, in groups. */
import { observer } from "mobx-react-lite";
import { isColumn } from "../numbers/measures.ts";
import type { Coloring } from "../numbers/measures.ts";
import { usePage } from "../page/usePage.ts";
import { COLORING_GROUPS, labelOf } from "../numbers/names.ts";

export const ColoringOptions = observer(function ColoringOptions({ among }: { among: readonly Coloring[] }) {
  const { timeline } = usePage();
  const own = { name: "Columns of this run", colorings: [...new Set(among.filter(isColumn))] };
  return [...COLORING_GROUPS, own].map(({ name, colorings }) => {
    const offered = colorings.filter((one) => among.includes(one));
    if (offered.length === 0) return null;
    return (
      <optgroup key={name} label={timeline.say(name)}>
        {offered.map((one) => (
          <option key={one} value={one}>
            {labelOf(one).name}
          </option>
        ))}
      </optgroup>
    );
  });
});
