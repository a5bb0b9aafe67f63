/** What happened at an epoch: a line per event, which explains its sign, and a chip that selects its samples. */
import { observer } from "mobx-react-lite";
import type { Ref } from "react";
import { clickPicking } from "../page/picking.ts";
import { usePage } from "../page/usePage.ts";
import { count } from "../ui/format.ts";
import { EventSign } from "./EventSign.tsx";
import type { EventsStore, EventStep, TrainingEvent } from "./EventsStore.ts";
import { eventText } from "./eventLabel.ts";

interface Props {
  readonly ref: Ref<HTMLDivElement>;
  readonly events: EventsStore;
  /** Null before one was asked for. */
  readonly step: EventStep | null;
}

export const EventNote = observer(function EventNote({ ref, events, step }: Props) {
  return (
    <div ref={ref} popover="auto" role="dialog" aria-label="Events of the epoch" className="note event-note">
      {step !== null && (
        <>
          <h2>{`Epoch ${step.epoch}`}</h2>
          <ul>
            {step.events.map((event) => (
              <EventLine key={event.kind} events={events} event={event} />
            ))}
          </ul>
        </>
      )}
    </div>
  );
});

const EventLine = observer(function EventLine({ events, event }: { events: EventsStore; event: TrainingEvent }) {
  const { classes } = usePage();
  const samples = events.samplesOf(event);
  const text = eventText(event, classes.names);
  return (
    <li>
      <EventSign event={event} colorOf={(number) => classes.colorOf(number)} />
      <span className="event-text">{text}</span>
      {samples !== null && samples.length > 0 && (
        <button
          type="button"
          className="chip"
          aria-label={`Select ${count(samples.length)}: ${text}`}
          onClick={(click) => {
            events.select(event, clickPicking(click));
          }}
        >{`Select ${count(samples.length)}`}</button>
      )}
    </li>
  );
});
