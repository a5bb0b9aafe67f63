/** The events under the slider, a button per epoch: how many samples it taught and lost, and what stands out. */
import { computed } from "mobx";
import { observer } from "mobx-react-lite";
import { useMemo, useRef, useState } from "react";
import type { KeyboardEvent } from "react";
import { usePage } from "../page/usePage.ts";
import { placeNear } from "../ui/menu.ts";
import { EventNote } from "./EventNote.tsx";
import { EventSign } from "./EventSign.tsx";
import { EventsStore } from "./EventsStore.ts";
import type { EventStep } from "./EventsStore.ts";
import { stepLabel } from "./eventLabel.ts";

const MOVES: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };

export const EventTrack = observer(function EventTrack() {
  const page = usePage();
  const { run, timeline } = page;
  const events = useMemo(() => new EventsStore(page), [page]);
  const note = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(0);
  const [opened, setOpened] = useState<number | null>(null);
  const { byEpoch } = events;
  if ((run.manifest?.predictions ?? null) === null || timeline.lastIndex === 0) return null;
  // Keep the space, so that nothing moves when the predictions arrive.
  if (byEpoch.length === 0) return <div className="events" />;
  const focused = Math.min(current, byEpoch.length - 1);
  const most = Math.max(1, ...events.flips.map(({ count }) => count));
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const by = MOVES[event.key];
    if (by === undefined) return;
    // The page's own arrows would change the epoch.
    event.stopPropagation();
    event.preventDefault();
    const next = Math.min(byEpoch.length - 1, Math.max(0, focused + by));
    setCurrent(next);
    event.currentTarget.querySelectorAll("button").item(next).focus();
  };
  const show = (step: EventStep, button: HTMLElement) => {
    timeline.showEpoch(step.epoch);
    setOpened(step.epoch);
    if (note.current === null) return;
    placeNear(note.current, button, button.closest(".track") ?? button);
    note.current.showPopover();
  };
  return (
    <>
      <div
        className="events"
        role="toolbar"
        aria-label="Training events"
        onKeyDown={move}
        style={{ "--steps": byEpoch.length, "--gap": smallestGap(timeline.epochs) }}
      >
        {byEpoch.map((step, index) => (
          <StepButton
            key={step.epoch}
            step={step}
            tabbable={index === focused}
            at={shareOf(step.epoch, timeline.epochs)}
            most={most}
            onShow={show}
          />
        ))}
      </div>
      <EventNote ref={note} events={events} step={byEpoch.find(({ epoch }) => epoch === opened) ?? null} />
    </>
  );
});

interface StepProps {
  readonly step: EventStep;
  readonly tabbable: boolean;
  readonly at: number;
  /** The largest number of samples learned or forgotten at once. */
  readonly most: number;
  readonly onShow: (step: EventStep, button: HTMLElement) => void;
}

const StepButton = observer(function StepButton({ step, tabbable, at, most, onShow }: StepProps) {
  const { classes, timeline } = usePage();
  const label = stepLabel(step, classes.names);
  // Only two buttons render again when the epoch changes, not all of them while it plays.
  const isShown = useMemo(() => computed(() => timeline.epoch === step.epoch), [timeline, step.epoch]).get();
  return (
    <button
      type="button"
      className="event-step"
      data-shown={isShown}
      tabIndex={tabbable ? 0 : -1}
      aria-label={label}
      aria-haspopup="dialog"
      title={`${label}. Click to go there.`}
      style={{ "--at": at }}
      onClick={({ currentTarget }) => {
        onShow(step, currentTarget);
      }}
    >
      <span className="event-signs">
        {step.events.map((event) =>
          "count" in event ? null : (
            <EventSign key={event.kind} event={event} colorOf={(one) => classes.colorOf(one)} />
          ),
        )}
      </span>
      {step.events.map((event) =>
        "count" in event ? (
          <i
            key={event.kind}
            className="event-bar"
            data-kind={event.kind}
            data-burst={event.burst}
            style={{ "--share": event.count / most }}
          />
        ) : null,
      )}
    </button>
  );
});

function shareOf(epoch: number, epochs: readonly number[]): number {
  const [first = 0, last = 0] = [epochs[0], epochs.at(-1)];
  return (epoch - first) / Math.max(1, last - first);
}

/** Return the smallest distance between two epochs, as a share of the timeline. */
function smallestGap(epochs: readonly number[]): number {
  return Math.min(1, ...epochs.slice(1).map((epoch, at) => shareOf(epoch, epochs) - shareOf(epochs[at] ?? 0, epochs)));
}
