/** Keeps the data map in step with the stores: the only place where decisions become calls on DataMapView. */
import { autorun } from "mobx";
import { momentAt } from "../../plot/positions.ts";
import { SKINS } from "../../plot/skins.ts";
import type { AppStore } from "../../app/Shell.ts";
import { DataMapView } from "./DataMapView.ts";
import type { MapScene } from "./DataMapView.ts";
import { placesAt } from "./mapPlaces.ts";

/** Returns how to stop. */
export function mountDataMap(host: HTMLElement, canvas: HTMLCanvasElement, app: AppStore): () => void {
  const view = new DataMapView(host, canvas, {
    onHover: (hovered) => {
      app.dataMap.pointAt(hovered);
    },
    onPick: (samples, picking) => {
      app.selection.pick(samples, picking);
    },
  });
  const stops = [
    autorun(() => {
      view.show(sceneOf(app));
    }),
    autorun(() => {
      view.setRing(app.hover.sample ?? app.hover.ringed);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    app.dataMap.pointAt(null);
    view.dispose();
  };
}

/** Null while the numbers are not here. */
function sceneOf({ color, dataMap, drawing, subset, theme, timeline }: AppStore): MapScene | null {
  const { table } = dataMap;
  if (table === null || color.paint === null) return null;
  return {
    // The same moment as in the picture: both move together.
    places: placesAt(table, momentAt(timeline.shownPlace)),
    place: Math.round(timeline.shownPlace),
    states: drawing.states,
    paint: color.paint,
    skin: SKINS[theme.resolved],
    crowd: subset.size,
  };
}
