/** A second view, synchronized with the first. */
import { CompareIcon } from "../../ui/icons.tsx";
import { defineTool } from "../Tool.ts";
import "./compare.css";
import { CompareTool } from "./CompareTool.ts";
import { readSecond, SECOND_NAMES, writeSecond } from "./secondPlace.ts";

export const compare = defineTool({
  id: "compare",
  title: "Compare two views",
  short: "Compare",
  help: "a second view, synchronized with the first: another layer, setting or run, and the samples that differ",
  icon: CompareIcon,
  load: async () => (await import("./Compare.tsx")).Compare,
  makeStore: (page) => new CompareTool(page),
  start: (store) => store.start(),
  choices: {
    names: { ...SECOND_NAMES, locked: "camera lock" },
    read: ({ second }, params) => {
      second.lock.lock(params.get("locked") === "1");
      return second.show(readSecond(params));
    },
    write: ({ second }) => [
      ...writeSecond(second.place),
      ["locked", second.page !== null && second.lock.locked ? 1 : null],
    ],
    lasting: true,
  },
});
