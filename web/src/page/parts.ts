/** The parts of the page that its address carries: what the stores say of each, and how they show another. */
import type { RunStore } from "../loaded/RunStore.ts";
import { formatSamples, parseSamples } from "../numbers/sampleList.ts";
import type { CardStore } from "./CardStore.ts";
import type { ClassesStore } from "./ClassesStore.ts";
import type { ColorStore } from "./ColorStore.ts";
import type { PageLocation } from "./location.ts";
import type { LookStore } from "./LookStore.ts";
import type { NamesStore } from "./NamesStore.ts";
import type { ProjectionStore } from "./ProjectionStore.ts";
import type { QueryStore } from "./QueryStore.ts";
import type { SelectionStore } from "./SelectionStore.ts";
import type { SubsetStore } from "./SubsetStore.ts";
import type { TimelineStore } from "./TimelineStore.ts";
import type { TrailStore } from "./TrailStore.ts";
import type { ViewStore } from "./ViewStore.ts";

/** Characters; longer addresses are cut off by some mail programs. */
const LONGEST_SELECTION = 1500;

export interface PartStores {
  readonly run: RunStore;
  readonly projection: ProjectionStore;
  readonly timeline: TimelineStore;
  readonly classes: ClassesStore;
  readonly color: ColorStore;
  readonly trails: TrailStore;
  readonly names: NamesStore;
  readonly look: LookStore;
  readonly subset: SubsetStore;
  readonly selection: SelectionStore;
  readonly card: CardStore;
  readonly query: QueryStore;
  readonly view: ViewStore;
}

export interface Part {
  /** Return its fields of the location. */
  readonly read: (page: PartStores) => Partial<PageLocation>;
  readonly show: (page: PartStores, location: PageLocation) => void;
}

/** Shown before the manifest arrives, so that the first positions requested are the right ones. */
export const EARLY_PARTS: readonly Part[] = [
  {
    read: ({ projection }) => projection.choiceOnScreen,
    show: ({ projection }, location) => {
      projection.show(location);
    },
  },
  {
    read: ({ timeline: { epoch } }) => ({ epoch }),
    show: ({ timeline }, { epoch }) => {
      timeline.showEpoch(epoch);
    },
  },
  {
    read: ({ timeline: { even } }) => ({ even }),
    show: ({ timeline }, { even }) => {
      timeline.spaceEvenly(even);
    },
  },
  {
    read: ({ color: { chosen } }) => ({ color: chosen }),
    show: ({ color }, location) => {
      color.choose(location.color);
    },
  },
  {
    read: ({ trails: { centers } }) => ({ centers }),
    show: ({ trails }, { centers }) => {
      trails.showCenters(centers);
    },
  },
  {
    read: ({ names: { shown } }) => ({ names: shown }),
    show: (page, { names }) => {
      page.names.show(names);
    },
  },
  {
    read: ({ look: { chosen } }) => ({ look: chosen }),
    show: (page, { look }) => {
      page.look.choose(look);
    },
  },
  {
    read: ({ card: { sorting, largestFirst } }) => ({ sort: sorting, largestFirst }),
    show: ({ card }, { sort, largestFirst }) => {
      card.sortBy(sort, largestFirst);
    },
  },
  {
    read: ({ view: { pointSize } }) => ({ size: pointSize }),
    show: ({ view }, { size }) => {
      view.resizePoints(size);
    },
  },
  {
    read: ({ view: { view } }) => ({ view }),
    show: (page, { view }) => {
      page.view.goTo(view);
    },
  },
];

/** Shown once the run's classes and samples are known. */
export const LATE_PARTS: readonly Part[] = [
  {
    read: ({ classes: { groups } }) => ({ merged: groups }),
    show: ({ classes }, { merged }) => {
      classes.merge(merged);
    },
  },
  { read: readClasses, show: showClasses },
  {
    read: ({ classes: { chosen } }) => ({ colors: chosen }),
    show: ({ classes }, { colors }) => {
      classes.chooseColors(colors);
    },
  },
  {
    read: ({ subset: { size, total } }) => ({ samples: size === total ? null : size }),
    show: ({ subset }, { samples }) => {
      if (samples === null) subset.showAllSamples();
      else subset.showSamples(samples);
    },
  },
  {
    read: ({ query: { where } }) => ({ where }),
    show: ({ query }, { where }) => {
      query.show(where);
    },
  },
  {
    read: ({ selection: { samples } }) => ({ selected: selectionText(samples) }),
    show: ({ selection, subset }, { selected }) => {
      selection.pick(parseSamples(selected ?? "", subset.total)?.samples ?? []);
    },
  },
];

/** Return the selection as short text; null if it is empty, or too long for an address. */
export function selectionText(samples: Uint32Array): string | null {
  const text = formatSamples(samples);
  return text === "" || text.length > LONGEST_SELECTION ? null : text;
}

/** The hidden classes or the visible ones, whichever are fewer. */
function readClasses({ classes }: PartStores): Pick<PageLocation, "hidden" | "only"> {
  const visible = classes.listed.filter((number) => classes.isVisible(number));
  const hidden = [...classes.hidden];
  return visible.length < hidden.length ? { hidden: [], only: visible } : { hidden, only: null };
}

function showClasses({ classes }: PartStores, { hidden, only }: PageLocation): void {
  if (only === null) classes.hide(hidden);
  else classes.hide(classes.listed.filter((number) => !only.includes(number)));
}
