/** Confidence and variability of each label. */
import { MapIcon } from "../../ui/icons.tsx";
import { lacksDynamics } from "../lacking.ts";
import { defineTool } from "../Tool.ts";
import { DataMapStore } from "./DataMapStore.ts";
import "./map.css";

export const map = defineTool({
  id: "map",
  title: "Data map",
  short: "Data map",
  help: "how confident the network is in each label, and how much that varies",
  icon: MapIcon,
  lacking: lacksDynamics,
  load: async () => (await import("./DataMap.tsx")).DataMap,
  makeStore: (page) => new DataMapStore(page),
});
