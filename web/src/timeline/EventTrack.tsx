/** The events under the slider, a button per epoch: how many samples it taught and lost, and what stands out. */
import { computed } from "mobx";
import { observer } from "mobx-react-lite";
import { useLayoutEffect, useMemo, useRef, useState } from "react";
import type { KeyboardEvent, MouseEvent, RefObject } from "react";
import { usePage } from "../page/usePage.ts";
import { placeNear } from "../ui/menu.ts";
import { EventNote } from "./EventNote.tsx";
import { EventSign } from "./EventSign.tsx";
import { EventsStore } from "./EventsStore.ts";
import type { EventStep } from "./EventsStore.ts";
import { stepLabel } from "./eventLabel.ts";
import { groupSteps, smallestGap } from "./stepGroups.ts";
import type { StepGroup } from "./stepGroups.ts";

const MOVES: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };

export const EventTrack = observer(function EventTrack() {
  const page = usePage();
  const { run, timeline } = page;
  const events = useMemo(() => new EventsStore(page), [page]);
  const track = useRef<HTMLDivElement>(null);
  const note = useRef<HTMLDivElement>(null);
  const width = useWidth(track);
  const [current, setCurrent] = useState(0);
  const [opened, setOpened] = useState<number | null>(null);
  const { byEpoch } = events;
  if ((run.manifest?.predictions ?? null) === null || timeline.lastIndex === 0) return null;
  // Keep the space, so that nothing moves when the predictions arrive.
  if (byEpoch.length === 0) return <div ref={track} className="events" />;
  const axis = timeline.axisOver(timeline.epochs);
  const groups = groupSteps(byEpoch, timeline.epochs, axis, width);
  const focused = Math.min(current, groups.length - 1);
  const most = Math.max(1, ...events.flips.map(({ count }) => count));
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const by = MOVES[event.key];
    if (by === undefined) return;
    // The page's own arrows would change the epoch.
    event.stopPropagation();
    event.preventDefault();
    const next = Math.min(groups.length - 1, Math.max(0, focused + by));
    setCurrent(next);
    event.currentTarget.querySelectorAll("button").item(next).focus();
  };
  const show = (epoch: number, button: HTMLElement) => {
    timeline.showEpoch(epoch);
    setOpened(epoch);
    if (note.current === null) return;
    placeNear(note.current, button, button.closest(".track") ?? button);
    note.current.showPopover();
  };
  const isOpened = ({ steps }: StepGroup) => steps.some(({ epoch }) => epoch === opened);
  return (
    <>
      <div
        ref={track}
        className="events"
        role="toolbar"
        aria-label="Training events"
        onKeyDown={move}
        style={{ "--gap": smallestGap(timeline.epochs, axis) }}
      >
        {groups.map((group, index) => (
          <StepButton key={group.first} group={group} tabbable={index === focused} most={most} onShow={show} />
        ))}
      </div>
      <EventNote ref={note} events={events} steps={groups.find(isOpened)?.steps ?? []} />
    </>
  );
});

interface GroupProps {
  readonly group: StepGroup;
  readonly tabbable: boolean;
  /** The largest number of samples learned or forgotten at once. */
  readonly most: number;
  readonly onShow: (epoch: number, button: HTMLElement) => void;
}

const StepButton = observer(function StepButton({ group, tabbable, most, onShow }: GroupProps) {
  const { classes, timeline } = usePage();
  const label = group.steps.map((step) => stepLabel(step, classes.names, timeline.unit)).join(". ");
  return (
    <button
      type="button"
      className="event-step"
      tabIndex={tabbable ? 0 : -1}
      aria-label={label}
      aria-haspopup="dialog"
      title={`${label}. Click to go there.`}
      style={{ "--at": (group.first + group.last) / 2, "--span": group.last - group.first }}
      onClick={(event) => {
        onShow(epochUnder(event, group), event.currentTarget);
      }}
    >
      {group.steps.map((step) => (
        <StepMarks key={step.epoch} step={step} group={group} most={most} />
      ))}
    </button>
  );
});

const StepMarks = observer(function StepMarks({
  step: { epoch, events },
  group: { first, last },
  most,
}: Pick<GroupProps, "group" | "most"> & { readonly step: EventStep }) {
  const { classes, timeline } = usePage();
  // Only two steps render again when the epoch changes, not all of them while it plays.
  const isShown = useMemo(() => computed(() => timeline.epoch === epoch), [timeline, epoch]).get();
  const axis = timeline.axisOver(timeline.epochs);
  const gap = smallestGap(timeline.epochs, axis);
  const cell = gap / (last - first + gap);
  const at = cell / 2 + (axis(epoch) - first) / (last - first + gap);
  return (
    <span className="event-epoch" data-shown={isShown} style={{ "--at": at, "--cell": cell }}>
      <span className="event-signs">
        {events.map((event) =>
          "count" in event ? null : (
            <EventSign key={event.kind} event={event} colorOf={(one) => classes.colorOf(one)} />
          ),
        )}
      </span>
      {events.map((event) =>
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
    </span>
  );
});

/** Return the epoch of a group that the pointer is nearest to; the keyboard goes to the first. */
function epochUnder(event: MouseEvent<HTMLElement>, { steps }: StepGroup): number {
  const { left, width } = event.currentTarget.getBoundingClientRect();
  const at = event.detail === 0 ? 0 : Math.floor(((event.clientX - left) / width) * steps.length);
  return steps[Math.min(steps.length - 1, Math.max(0, at))]?.epoch ?? 0;
}

/** Return the width of an element in CSS pixels; 0 before it is there. */
function useWidth(of: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = of.current;
    if (element === null) return undefined;
    const measure = () => {
      setWidth(element.clientWidth);
    };
    measure();
    const resizes = new ResizeObserver(measure);
    resizes.observe(element);
    return () => {
      resizes.disconnect();
    };
  });
  return width;
}
