/** The events under the slider: samples learned and forgotten at each step, and what stands out. A click goes there and selects. */
import { computed } from "mobx";
import { observer } from "mobx-react-lite";
import { useMemo, useState } from "react";
import type { KeyboardEvent, ReactNode } from "react";
import { usePage } from "../page/usePage.ts";
import { EventsStore } from "./EventsStore.ts";
import type { TrainingEvent } from "./EventsStore.ts";
import { eventLabel } from "./eventLabel.ts";

const MOVES: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };
/** As many dots, which overlap, as fit between two epochs. */
const MOST_DOTS = 3;

export const EventTrack = observer(function EventTrack() {
  const page = usePage();
  const { run, timeline } = page;
  const events = useMemo(() => new EventsStore(page), [page]);
  const { flips, marks } = events;
  const [current, setCurrent] = useState(0);
  if ((run.manifest?.predictions ?? null) === null || timeline.lastIndex === 0) return null;
  // Keep the space, so that nothing moves when the predictions arrive.
  if (flips.length === 0) return <div className="events" />;
  const all = [...flips, ...marks];
  const focused = Math.min(current, all.length - 1);
  const most = Math.max(1, ...flips.map(({ count }) => count));
  const [first = 0, last = 0] = [timeline.epochs[0], timeline.epochs.at(-1)];
  const atEpoch = (epoch: number) => (epoch - first) / Math.max(1, last - first);
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const by = MOVES[event.key];
    if (by === undefined) return;
    // The page's own arrows would change the epoch.
    event.stopPropagation();
    event.preventDefault();
    const next = Math.min(all.length - 1, Math.max(0, focused + by));
    setCurrent(next);
    event.currentTarget.querySelectorAll("button").item(next).focus();
  };
  const shown = new Set(marks.map(({ epoch }) => epoch));
  return (
    <div
      className="events"
      role="toolbar"
      aria-label="Training events"
      onKeyDown={move}
      style={{ "--steps": flips.length / 2 }}
    >
      {flips.map((flip, index) => (
        <EventButton
          key={`${flip.kind} ${flip.epoch}`}
          events={events}
          event={flip}
          tabbable={index === focused}
          at={atEpoch(flip.epoch)}
          share={flip.count / most}
        />
      ))}
      {[...shown].map((epoch) => (
        <div key={epoch} className="event-marks" style={{ "--at": atEpoch(epoch) }}>
          {marks.map((mark, index) =>
            mark.epoch === epoch ? (
              <EventButton key={mark.kind} events={events} event={mark} tabbable={flips.length + index === focused} />
            ) : null,
          )}
        </div>
      ))}
    </div>
  );
});

const EventButton = observer(function EventButton({
  events,
  event,
  tabbable,
  at = 0,
  share = 0,
}: {
  events: EventsStore;
  event: TrainingEvent;
  tabbable: boolean;
  at?: number;
  share?: number;
}) {
  const { classes, timeline } = usePage();
  const label = eventLabel(event, classes.names);
  // Only two buttons render again when the epoch changes, not all of them while it plays.
  const isShown = useMemo(() => computed(() => timeline.epoch === event.epoch), [timeline, event.epoch]).get();
  return (
    <button
      type="button"
      className="event"
      data-kind={event.kind}
      data-burst={"burst" in event && event.burst}
      data-shown={isShown}
      tabIndex={tabbable ? 0 : -1}
      aria-label={label}
      title={`${label}. Click to go there${event.kind === "rate" ? "" : " and select them"}.`}
      style={{ "--at": at, "--share": share }}
      onClick={() => {
        events.show(event);
      }}
    >
      <Sign event={event} colorOf={(number) => classes.colorOf(number)} />
    </button>
  );
});

function Sign({ event, colorOf }: { event: TrainingEvent; colorOf: (classNumber: number) => string }): ReactNode {
  if (event.kind === "rate") return "η";
  if (event.kind === "movers") return "↝";
  if (event.kind !== "emerges") return null;
  const left = event.classes.length - MOST_DOTS;
  const dots = left > 0 ? event.classes.slice(0, MOST_DOTS - 1) : event.classes;
  return (
    <>
      {dots.map((number) => (
        <i key={number} className="swatch" style={{ "--color": colorOf(number) }} />
      ))}
      {left > 0 && <span className="event-more">{`+${left + 1}`}</span>}
    </>
  );
}
