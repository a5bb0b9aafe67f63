/** Everything recorded about one sample. */
import { readNumber } from "../../page/location.ts";
import { SampleIcon } from "../../ui/icons.tsx";
import { defineTool } from "../Tool.ts";
import "./sample.css";
import { SampleTool } from "./SampleTool.ts";

export const sample = defineTool({
  id: "sample",
  title: "One sample",
  short: "Sample",
  help: "everything recorded about one sample, and its neighbors in the layer",
  icon: SampleIcon,
  load: async () => (await import("./SampleCard.tsx")).SampleCard,
  makeStore: (page) => new SampleTool(page),
  start: (store) => store.start(),
  choices: {
    names: { sample: "sample" },
    read: ({ page: { inspected } }, params) => {
      const number = readNumber(params.get("sample") ?? null);
      if (number !== null) inspected.show(number);
    },
    write: ({ page: { inspected } }) => [["sample", inspected.number]],
  },
});
