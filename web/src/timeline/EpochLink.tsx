/** A link in a sentence that shows an epoch. */
import { observer } from "mobx-react-lite";
import type { ReactNode } from "react";
import { usePage } from "../page/usePage.ts";

export const EpochLink = observer(function EpochLink({ epoch, children }: { epoch: number; children: ReactNode }) {
  const { timeline } = usePage();
  return (
    <button
      type="button"
      className="link"
      onClick={() => {
        timeline.showEpoch(epoch);
      }}
    >
      {children}
    </button>
  );
});
