/** Keeps the picture in step with the stores: the only place where decisions become calls on ScatterView. */
import { autorun } from "mobx";
import type { Projection } from "../api/manifest.ts";
import type { AppStore } from "../app/Shell.ts";
import type { Frames } from "../loaded/FramesStore.ts";
import { rgbaOf } from "../numbers/paint.ts";
import { placementOf } from "./frame.ts";
import { ScatterView } from "./ScatterView.ts";
import { SKINS } from "./skins.ts";

const NOBODY = new Uint32Array();

export interface MountedScatter {
  readonly view: ScatterView;
  readonly unmount: () => void;
}

/** Put a picture into the element; null, and a word to the stage, where the browser cannot draw. */
export function mountScatter(element: HTMLElement, app: AppStore): MountedScatter | null {
  try {
    const view = new ScatterView(element, {
      onHover: (hovered) => {
        app.hover.hover(hovered);
      },
      onPick: (samples, picking) => {
        app.pick(samples, picking);
      },
      onView: (seen) => {
        app.view.see(seen);
      },
      onLost: () => {
        app.stage.loseGraphics("lost");
      },
      onRestored: () => {
        app.stage.drawAgain();
      },
    });
    // Where the picture is drawn anew, the camera goes back to where somebody left it.
    app.view.ask(app.view.view);
    const disconnect = connect(view, app, element);
    app.save.follow(view);
    return {
      view,
      unmount: () => {
        app.save.follow(null);
        disconnect();
        view.dispose();
      },
    };
  } catch (error) {
    console.error(error);
    element.replaceChildren();
    app.stage.loseGraphics("missing");
    return null;
  }
}

function connect(view: ScatterView, app: AppStore, element: HTMLElement): () => void {
  let fed: Frames | null = null;
  const stops = [
    autorun(() => {
      view.setSkin(SKINS[app.theme.resolved]);
    }),
    autorun(() => {
      view.setStates(app.drawing.states, app.subset.size);
    }),
    autorun(() => {
      if (app.color.paint !== null) view.setPaint(app.color.paint);
    }),
    autorun(() => {
      view.setRing(app.hover.ringed);
    }),
    autorun(() => {
      view.setLassoing(app.view.lassoing);
    }),
    autorun(() => {
      view.setView(app.view.asked.view);
    }),
    autorun(() => {
      view.setTiles(app.run.manifest?.thumbnails ? app.tileOf : null);
    }),
    autorun(() => {
      view.setSelection(
        app.drawing.raised,
        app.frames.complete ? app.drawing.trails : NOBODY,
        app.timeline.epochs.length,
      );
    }),
    autorun(() => {
      view.setCenters(app.trails.shownCenters, app.classes.names, rgbaOf(app.classes.colors));
    }),
    autorun(() => {
      if (app.run.manifest === null) clear(view, element);
      fed = feed(view, fed, app.frames.frames, app.run.framing);
      if (fed !== null && view.show(app.timeline.shownPlace))
        element.dataset.epoch = epochAt(fed, app.timeline.shownPlace);
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
function feed(view: ScatterView, fed: Frames | null, frames: Frames | null, all: readonly Projection[]): Frames | null {
  if (frames === null) return null;
  const known = fed?.projection === frames.projection ? fed : null;
  if (known === null)
    view.startProjection(frames.samples, frames.positions.length, placementOf(frames.projection, all));
  frames.positions.forEach((positions, place) => {
    if (positions !== undefined && known?.positions[place] === undefined) view.setEpoch(place, positions);
  });
  return frames;
}

/** A whole epoch once the picture has settled, such as "2.40" on the way. */
function epochAt({ projection }: Frames, place: number): string {
  const from = projection.epochs[Math.floor(place)] ?? 0;
  const to = projection.epochs[Math.ceil(place)] ?? from;
  return Number.isInteger(place) ? String(from) : (from + (to - from) * (place % 1)).toFixed(2);
}
