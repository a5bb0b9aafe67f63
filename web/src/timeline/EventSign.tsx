/** The sign of an event, under the slider and in the note that explains it. */
import type { TrainingEvent } from "./EventsStore.ts";

/** As many dots, which overlap, as fit between two epochs. */
const MOST_DOTS = 3;
const SIGNS = { learned: "▲", forgotten: "▼", rate: "η", movers: "↝" };

interface Props {
  readonly event: TrainingEvent;
  readonly colorOf: (classNumber: number) => string;
}

export function EventSign({ event, colorOf }: Props) {
  if (event.kind !== "emerges")
    return (
      <span className="event-sign" data-kind={event.kind} aria-hidden="true">
        {SIGNS[event.kind]}
      </span>
    );
  const left = event.classes.length - MOST_DOTS;
  const dots = left > 0 ? event.classes.slice(0, MOST_DOTS - 1) : event.classes;
  return (
    <span className="event-sign" aria-hidden="true">
      {dots.map((number) => (
        <i key={number} className="swatch" style={{ "--color": colorOf(number) }} />
      ))}
      {left > 0 && <span className="event-more">{`+${left + 1}`}</span>}
    </span>
  );
}
