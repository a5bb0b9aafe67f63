/** How sure and how steady the network is of each label. */
import { MapIcon } from "../../ui/icons.tsx";
import { defineTool } from "../Tool.ts";
import { DataMap } from "./DataMap.tsx";
import { DataMapStore } from "./DataMapStore.ts";
import "./map.css";

export const map = defineTool({
  id: "map",
  title: "Data map",
  short: "Data map",
  help: "how sure and how steady the network is of each label",
  icon: MapIcon,
  Content: DataMap,
  makeStore: ({ run, timeline, dynamics, measures, drawing, selection, hover }) =>
    new DataMapStore(run, timeline, dynamics, measures, drawing, selection, hover),
});
