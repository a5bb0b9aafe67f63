/** Keeps the picture in step with the stores: the only place where decisions become calls on ScatterView. */
import { autorun } from "mobx";
import type { Projection } from "../api/manifest.ts";
import type { Sequence } from "../loaded/Arrival.ts";
import { rgbaOf } from "../numbers/paint.ts";
import type { Page } from "../page/Page.ts";
import { placementOf } from "./frame.ts";
import { ScatterView } from "./ScatterView.ts";
import { SKINS } from "./skins.ts";

const NOBODY = new Uint32Array();

export interface MountedScatter {
  readonly view: ScatterView;
  readonly unmount: () => void;
}

/** Put a picture into the element; null, and a word to the stage, where the browser cannot draw. */
export function mountScatter(element: HTMLElement, page: Page): MountedScatter | null {
  try {
    const view = new ScatterView(element, {
      onHover: (hovered) => {
        page.hover.hover(hovered);
      },
      onPick: (samples, picking) => {
        page.pick(samples, picking);
      },
      onView: (seen) => {
        page.view.see(seen);
      },
      onLost: () => {
        page.stage.loseGraphics("lost");
      },
      onRestored: () => {
        page.stage.drawAgain();
      },
    });
    // Where the picture is drawn anew, the camera goes back to where somebody left it.
    page.view.ask(page.view.view);
    const disconnect = connect(view, page, element);
    return {
      view,
      unmount: () => {
        disconnect();
        view.dispose();
      },
    };
  } catch (error) {
    console.error(error);
    element.replaceChildren();
    page.stage.loseGraphics("missing");
    return null;
  }
}

function connect(view: ScatterView, page: Page, element: HTMLElement): () => void {
  let fed: Sequence | null = null;
  const stops = [
    autorun(() => {
      view.setSkin(SKINS[page.theme.resolved]);
    }),
    autorun(() => {
      view.setStates(page.drawing.states, page.subset.size);
    }),
    autorun(() => {
      if (page.color.paint !== null) view.setPaint(page.color.paint);
    }),
    autorun(() => {
      view.setRing(page.hover.ringed);
    }),
    autorun(() => {
      view.setLassoing(page.view.lassoing);
    }),
    autorun(() => {
      view.setView(page.view.asked.view);
    }),
    autorun(() => {
      view.setTiles(page.run.manifest?.thumbnails ? page.tileOf : null);
    }),
    autorun(() => {
      view.setSelection(
        page.drawing.raised,
        page.positions.complete ? page.drawing.trails : NOBODY,
        page.positions.sequence?.positions.length ?? 0,
      );
    }),
    autorun(() => {
      view.setCenters(page.trails.shownCenters, page.classes.names, rgbaOf(page.classes.colors));
    }),
    autorun(() => {
      if (page.run.manifest === null) clear(view, element);
      fed = feed(view, fed, page.positions.sequence, page.run.framing);
      if (fed !== null && view.show(page.timeline.shownPlace))
        element.dataset.epoch = epochAt(fed, page.timeline.shownPlace);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    delete element.dataset.epoch;
  };
}

/** Another run is coming: the last picture would stand under its name. */
function clear(view: ScatterView, element: HTMLElement): void {
  view.clear();
  delete element.dataset.epoch;
}

/** Give the view what it does not have yet; while another layer loads it keeps the last picture. */
function feed(
  view: ScatterView,
  fed: Sequence | null,
  sequence: Sequence | null,
  all: readonly Projection[],
): Sequence | null {
  if (sequence === null) return null;
  const known = fed?.projection === sequence.projection ? fed : null;
  if (known === null)
    view.startProjection(sequence.samples, sequence.positions.length, placementOf(sequence.projection, all));
  sequence.positions.forEach((positions, place) => {
    if (positions !== undefined && known?.positions[place] === undefined) view.setEpoch(place, positions);
  });
  return sequence;
}

/** A whole epoch once the picture has settled, such as "2.40" on the way. */
function epochAt({ projection }: Sequence, place: number): string {
  const from = projection.epochs[Math.floor(place)] ?? 0;
  const to = projection.epochs[Math.ceil(place)] ?? from;
  return Number.isInteger(place) ? String(from) : (from + (to - from) * (place % 1)).toFixed(2);
}
