/** Under the slider: who was learned and forgotten at each step, and what stands out; a click goes there and selects. */
import { computed } from "mobx";
import { observer } from "mobx-react-lite";
import { useMemo, useState } from "react";
import type { KeyboardEvent, ReactNode } from "react";
import type { Page } from "../page/Page.ts";
import { usePage } from "../page/usePage.ts";
import { EventsStore } from "./EventsStore.ts";
import type { TrainingEvent } from "./EventsStore.ts";
import { wordsOf } from "./eventWords.ts";

const MOVES: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };
/** As many dots, which overlap, as fit between two epochs. */
const MOST_DOTS = 3;

export const EventTrack = observer(function EventTrack() {
  const page = usePage();
  const { run, timeline } = page;
  const events = useMemo(() => makeEvents(page), [page]);
  const { flips, marks } = events;
  const [wanted, setWanted] = useState(0);
  if ((run.manifest?.predictions ?? null) === null || timeline.lastIndex === 0) return null;
  // The room is kept, so that nothing moves when the predictions come.
  if (flips.length === 0) return <div className="events" />;
  const all = [...flips, ...marks];
  const focused = Math.min(wanted, all.length - 1);
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
    setWanted(next);
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
      {flips.map((flip, place) => (
        <EventButton
          key={`${flip.kind} ${flip.epoch}`}
          events={events}
          event={flip}
          tabbable={place === focused}
          at={atEpoch(flip.epoch)}
          share={flip.count / most}
        />
      ))}
      {[...shown].map((epoch) => (
        <div key={epoch} className="event-marks" style={{ "--at": atEpoch(epoch) }}>
          {marks.map((mark, place) =>
            mark.epoch === epoch ? (
              <EventButton key={mark.kind} events={events} event={mark} tabbable={flips.length + place === focused} />
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
  const words = wordsOf(event, classes.names);
  // Of all the buttons only two are drawn anew when the epoch changes, not each while it plays.
  const isShown = useMemo(() => computed(() => timeline.epoch === event.epoch), [timeline, event.epoch]).get();
  return (
    <button
      type="button"
      className="event"
      data-kind={event.kind}
      data-burst={"burst" in event && event.burst}
      data-shown={isShown}
      tabIndex={tabbable ? 0 : -1}
      aria-label={words}
      title={`${words}. Click to go there${event.kind === "rate" ? "" : " and select them"}.`}
      style={{ "--at": at, "--share": share }}
      onClick={() => {
        events.show(event);
      }}
    >
      <Sign event={event} colorOf={(number) => classes.colorOf(number)} />
    </button>
  );
});

function makeEvents({ run, timeline, classes, subset, predictions, dynamics, selection }: Page): EventsStore {
  return new EventsStore(run, timeline, classes, subset, predictions, dynamics, selection);
}

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
