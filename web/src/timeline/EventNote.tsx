/** What happened at an epoch: a line per event, which explains its sign, and a chip that selects its samples. */
import { observer } from "mobx-react-lite";
import type { Ref } from "react";
import { clickPicking } from "../page/picking.ts";
import { usePage } from "../page/usePage.ts";
import { count } from "../ui/format.ts";
import { EventSign } from "./EventSign.tsx";
import type { EventsStore, EventStep, TrainingEvent } from "./EventsStore.ts";
import { eventText } from "./eventLabel.ts";
import { EpochLink } from "./EpochLink.tsx";

interface Props {
  readonly ref: Ref<HTMLDivElement>;
  readonly events: EventsStore;
  /** Those of the opened button; none before one is opened. */
  readonly steps: readonly EventStep[];
}

export const EventNote = observer(function EventNote({ ref, events, steps }: Props) {
  const { timeline } = usePage();
  const named = (epoch: number) => timeline.say(`Epoch ${epoch}`);
  return (
    <div
      ref={ref}
      popover="auto"
      role="dialog"
      aria-label={timeline.say("Events of the epoch")}
      className="note event-note"
    >
      {steps.map(({ epoch, events: happened }) => (
        <section key={epoch}>
          <h2>{steps.length === 1 ? named(epoch) : <EpochLink epoch={epoch}>{named(epoch)}</EpochLink>}</h2>
          <ul>
            {happened.map((event) => (
              <EventLine key={event.kind} events={events} event={event} />
            ))}
          </ul>
        </section>
      ))}
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
