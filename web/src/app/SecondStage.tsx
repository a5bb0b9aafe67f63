/** The second picture, beside the first. */
import { observer } from "mobx-react-lite";
import { Stage } from "./Stage.tsx";
import { AppContext, useApp } from "../page/usePage.ts";
import { CrossIcon } from "../ui/icons.tsx";

export const SecondStage = observer(function SecondStage() {
  const { second } = useApp();
  if (second.app === null) return null;
  return (
    <AppContext value={second.app}>
      <Stage label="Second picture">
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
    </AppContext>
  );
});
