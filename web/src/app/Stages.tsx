/** One plot, or two beside each other. */
import { observer } from "mobx-react-lite";
import { useCallback } from "react";
import { PageContext, usePage } from "../page/usePage.ts";
import type { ScatterView } from "../plot/ScatterView.ts";
import { CompareTool } from "../tools/compare/CompareTool.ts";
import { useTool } from "../tools/useTool.ts";
import { CrossIcon, LockIcon } from "../ui/icons.tsx";
import { Hints } from "./Hints.tsx";
import { Stage } from "./Stage.tsx";
import { Starters } from "./Starters.tsx";
import { useShell } from "./useShell.ts";

export const Stages = observer(function Stages() {
  const { save } = useShell();
  const { second } = useTool(CompareTool);
  const follow = useCallback(
    (view: ScatterView | null) => {
      save.follow(view);
    },
    [save],
  );
  return (
    <div className="stages" data-locked={second.page !== null && second.lock.locked}>
      <Stage label="Plot" other={second.page} onMount={follow} underCaption={<Starters />}>
        <Hints />
      </Stage>
      <SecondStage />
    </div>
  );
});

const SecondStage = observer(function SecondStage() {
  const first = usePage();
  const { second } = useTool(CompareTool);
  const follow = useCallback(
    (view: ScatterView | null) => {
      second.followPlot(view);
    },
    [second],
  );
  if (second.page === null) return null;
  return (
    <PageContext value={second.page}>
      <Stage label="Second plot" other={first} onMount={follow}>
        <LockButton />
        <button
          type="button"
          className="round close-second"
          aria-label="Close the second view"
          title="Close the second view"
          onClick={() => {
            second.close();
          }}
        >
          <CrossIcon />
        </button>
      </Stage>
    </PageContext>
  );
});

const LockButton = observer(function LockButton() {
  const { lock } = useTool(CompareTool).second;
  return (
    <button
      type="button"
      className="round toggle lock-cameras"
      aria-pressed={lock.locked}
      aria-label="Lock the cameras together"
      title="Pan and zoom both plots together"
      onClick={() => {
        lock.toggle();
      }}
    >
      <LockIcon />
    </button>
  );
});
