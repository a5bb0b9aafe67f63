/** Keeps the data map in sync with the stores: the only module that calls DataMapView. */
import { autorun } from "mobx";
import type { Page } from "../../page/Page.ts";
import { momentAt } from "../../plot/positions.ts";
import { SKINS } from "../../plot/looks.ts";
import type { DataMapStore } from "./DataMapStore.ts";
import { DataMapView } from "./DataMapView.ts";
import type { MapScene } from "./DataMapView.ts";
import { positionsAt } from "./mapPositions.ts";

/** Return a function that unmounts the map. */
export function mountDataMap(
  host: HTMLElement,
  canvas: HTMLCanvasElement,
  page: Page,
  dataMap: DataMapStore,
): () => void {
  const view = new DataMapView(host, canvas, {
    onHover: (hovered) => {
      dataMap.pointAt(hovered);
    },
    onPick: (samples, picking) => {
      page.selection.pick(samples, picking);
    },
    onOpen: (sample) => {
      if (page.inspected.canOpen) page.inspected.open(sample);
    },
  });
  const stops = [
    autorun(() => {
      view.show(sceneOf(page, dataMap));
    }),
    autorun(() => {
      view.setRing(page.hover.sample ?? page.hover.ringed);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    dataMap.pointAt(null);
    view.dispose();
  };
}

/** Return null until the numbers are loaded. */
function sceneOf({ color, drawing, subset, theme, timeline }: Page, { table }: DataMapStore): MapScene | null {
  if (table === null || color.paint === null) return null;
  return {
    // The same moment as in the plot: both move together.
    positions: positionsAt(table, momentAt(timeline.shownPosition)),
    epochIndex: Math.round(timeline.shownPosition),
    states: drawing.states,
    paint: color.paint,
    skin: SKINS[theme.resolved],
    crowd: subset.size,
  };
}
