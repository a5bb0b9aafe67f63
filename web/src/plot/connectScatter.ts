/** Keeps the plot in step with the stores: only here do their values become calls on ScatterView. */
import { autorun } from "mobx";
import type { Projection } from "../api/manifest.ts";
import type { Sequence } from "../loaded/Arrival.ts";
import { legible } from "../numbers/contrast.ts";
import { rgbaOf } from "../numbers/paint.ts";
import type { Page } from "../page/Page.ts";
import { css } from "./drawn.ts";
import type { ClassNames } from "./drawn.ts";
import { placementOf } from "./frame.ts";
import { ScatterView } from "./ScatterView.ts";
import { backgroundOf, SKINS } from "./looks.ts";

const NONE = new Uint32Array();

export interface MountedScatter {
  readonly view: ScatterView;
  readonly unmount: () => void;
}

/** Put a plot into the element; where the browser cannot draw, return null and let the stage show why. */
export function mountScatter(element: HTMLElement, page: Page): MountedScatter | null {
  try {
    const view = new ScatterView(element, {
      onHover: (hovered) => {
        page.hover.hover(hovered);
      },
      onPick: (samples, picking) => {
        page.pick(samples, picking);
      },
      onOpen: (sample) => {
        page.openSample(sample);
      },
      onView: (seen, camera) => {
        page.view.follow(seen, camera);
      },
      onStill: (still) => {
        element.dataset.still = String(still);
      },
      onLost: () => {
        page.stage.loseGraphics("lost");
      },
      onRestored: () => {
        page.stage.drawAgain();
      },
    });
    // A plot that is created again restores the camera as the user left it.
    page.view.goTo(page.view.view);
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
  const { contents } = view;
  let fed: Sequence | null = null;
  const stops = [
    autorun(() => {
      view.setSkin(SKINS[page.theme.resolved]);
    }),
    autorun(() => {
      contents.setStates(page.drawing.states, page.subset.size);
    }),
    autorun(() => {
      contents.setPointSize((page.leader ?? page).view.pointSize);
    }),
    autorun(() => {
      if (page.color.paint !== null) contents.setPaint(page.color.paint);
    }),
    autorun(() => {
      view.setMoving(!(page.leader ?? page).timeline.reducedMotion);
    }),
    autorun(() => {
      view.setRing(page.hover.ringed);
    }),
    autorun(() => {
      view.setLassoing((page.leader ?? page).view.lassoing);
    }),
    autorun(() => {
      view.setView(page.view.requested.view);
    }),
    autorun(() => {
      contents.setTiles(page.run.manifest?.thumbnails ? page.tileOf : null);
    }),
    autorun(() => {
      contents.setSelection(
        page.drawing.raised,
        page.positions.complete ? page.drawing.trails : NONE,
        page.positions.sequence?.positions.length ?? 0,
      );
    }),
    autorun(() => {
      contents.setCenters(page.trails.shownCenters, rgbaOf(page.classes.colors));
    }),
    autorun(() => {
      contents.setNames(namesOf(page));
    }),
    autorun(() => {
      const look = (page.leader ?? page).timeline.playing ? page.look.playing : page.look.look;
      contents.setDensity(
        look === "points" ? null : page.color.showsClasses || page.color.column !== null ? "colors" : "all",
      );
    }),
    autorun(() => {
      if (page.run.manifest === null) clear(view, element);
      fed = feed(view, fed, page.positions.sequence, page.run.framing);
      if (fed !== null && view.show(page.timeline.shownPosition))
        element.dataset.epoch = epochAt(fed, page.timeline.shownPosition);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    delete element.dataset.epoch;
  };
}

/** In the colors of the classes as far as they can be read, where these are the colors of the samples too. */
function namesOf(page: Page): ClassNames | null {
  const { places } = page.names;
  const skin = SKINS[page.theme.resolved];
  if (places === null) return null;
  return {
    places,
    names: places.classes.map((number, at) => ({
      text: page.classes.names[number] ?? "",
      color: page.color.showsClasses ? legible(page.classes.colorOf(number), backgroundOf(skin)) : css(skin.ring),
      weight: places.weights[at] ?? 0,
    })),
  };
}

/** Another run is loading: the last plot would be shown under its name. */
function clear(view: ScatterView, element: HTMLElement): void {
  view.clear();
  delete element.dataset.epoch;
}

/** Give the view what it does not have yet; while another layer loads it keeps the last plot. */
function feed(
  view: ScatterView,
  fed: Sequence | null,
  sequence: Sequence | null,
  all: readonly Projection[],
): Sequence | null {
  if (sequence === null) return null;
  const { projection, samples } = sequence;
  const before = fed?.projection === projection ? fed : null;
  if (before === null) {
    const { path } = projection.positions;
    view.startProjection(samples, sequence.positions.length, placementOf(projection, all), path);
  }
  sequence.positions.forEach((positions, index) => {
    if (positions !== undefined && before?.positions[index] === undefined) view.contents.setEpoch(index, positions);
  });
  return sequence;
}

/** A whole epoch once the plot is at rest, or a decimal such as "2.40" on the way. */
function epochAt({ projection }: Sequence, position: number): string {
  const from = projection.epochs[Math.floor(position)] ?? 0;
  const to = projection.epochs[Math.ceil(position)] ?? from;
  return Number.isInteger(position) ? String(from) : (from + (to - from) * (position % 1)).toFixed(2);
}
