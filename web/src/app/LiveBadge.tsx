/** Says that the training on the page goes on, or that it was interrupted. */
import { observer } from "mobx-react-lite";
import { usePage } from "../page/usePage.ts";

const TITLES = {
  training: "The run is being recorded: its epochs appear here as they are laid out",
  stopped: "The run is no longer being recorded, and its training has not reached the epoch that it was to end with",
} as const;

export const LiveBadge = observer(function LiveBadge() {
  const {
    live: { state },
    timeline,
  } = usePage();
  return (
    <p
      className="live-badge"
      role="status"
      data-state={state?.state}
      title={state === null ? undefined : timeline.say(TITLES[state.state])}
    >
      {state?.text}
    </p>
  );
});
