/** What a class in a list does, in the legend and in a tool alike: shown or hidden by a click, alone by a double click. */
import { observer } from "mobx-react-lite";
import type { MouseEvent } from "react";
import type { ClassesStore } from "./ClassesStore.ts";
import { usePage } from "./usePage.ts";

/** Return the attributes of a class's button. */
export function classChoice(classes: ClassesStore, number: number) {
  return {
    type: "button",
    "aria-pressed": classes.isVisible(number),
    onClick: ({ detail, shiftKey }: MouseEvent) => {
      if (shiftKey) classes.showClass(number);
      else if (detail < 2) classes.toggleClass(number);
    },
    onDoubleClick: ({ shiftKey }: MouseEvent) => {
      if (!shiftKey) classes.isolateToggled(number);
    },
  } as const;
}

/** Stands beside a class's button while the pointer or the focus is there, as a double click is hard to find. */
export const OnlyButton = observer(function OnlyButton({ number }: { number: number }) {
  const { classes } = usePage();
  const alone = classes.isAlone(number);
  const name = classes.names[number] ?? String(number);
  return (
    <button
      type="button"
      className="only"
      aria-label={alone ? `Show all classes, not only ${name}` : `Show only ${name}`}
      onClick={() => {
        classes.isolateClass(number);
      }}
    >
      {alone ? "all" : "only"}
    </button>
  );
});
