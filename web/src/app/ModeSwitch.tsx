/** Switches between the map of all samples and the inside of the network. */
import { observer } from "mobx-react-lite";
import { lookInside } from "../page/actions.tsx";
import type { Mode } from "../page/ModeStore.ts";
import { usePage } from "../page/usePage.ts";
import { tooltipOf } from "../ui/action.ts";

const NAMES: Record<Mode, string> = { map: "Map", inside: "Look inside" };

export const ModeSwitch = observer(function ModeSwitch() {
  const page = usePage();
  const { mode, run } = page;
  if (run.manifest === null) return null;
  return (
    <div className="segmented mode-switch" role="group" aria-label="View">
      {(["map", "inside"] as const).map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={mode.mode === one}
          title={mode.mode === one ? undefined : tooltipOf(lookInside, page)}
          onClick={() => {
            mode.show(one);
          }}
        >
          {NAMES[one]}
        </button>
      ))}
    </div>
  );
});
