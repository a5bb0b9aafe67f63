/** The menu of all kinds of conditions. */
import { observer } from "mobx-react-lite";
import type { RefObject } from "react";
import { usePage } from "../../page/usePage.ts";
import { defaultCondition, kindsIn } from "../../queries/condition.ts";
import { KIND_LABELS } from "../../queries/text.ts";
import { PlusIcon } from "../../ui/icons.tsx";
import { Menu } from "../../ui/Menu.tsx";

const NAME = "Add a condition";

export const FindMenu = observer(function FindMenu({ button }: { button: RefObject<HTMLButtonElement | null> }) {
  const { query, timeline } = usePage();
  const content = (
    <>
      <PlusIcon /> {NAME}
    </>
  );
  return (
    <Menu
      label={NAME}
      button={{ ref: button, className: "add-condition", children: content }}
      items={kindsIn(query.vocabulary).map((kind) => ({
        id: kind,
        label: timeline.say(KIND_LABELS[kind]),
        onChoose: () => {
          query.begin(defaultCondition(kind, query.vocabulary));
        },
      }))}
    />
  );
});
