/** What the matrix's colors stand for. */
import { observer } from "mobx-react-lite";
import { usePage } from "../../page/usePage.ts";
import { count, percent } from "../../ui/words.ts";
import { useTool } from "../useTool.ts";
import { cssColor, MATRIX_SKINS } from "./confusionColors.ts";
import type { Rgb } from "./confusionColors.ts";
import { ConfusionStore } from "./ConfusionStore.ts";

export const ConfusionKey = observer(function ConfusionKey() {
  const confusion = useTool(ConfusionStore);
  const { theme } = usePage();
  const { mostRight, mostWrong } = confusion.values;
  const { right, wrong } = MATRIX_SKINS[theme.resolved];
  const words = (value: number) => (confusion.normalization === "count" ? count(value) : percent(value, 0));
  return (
    <ul className="confusion-key" aria-label="Colors">
      <li>
        <Bar stops={right} />
        right, up to {words(mostRight)}
      </li>
      <li>
        <Bar stops={wrong} />
        wrong, up to {words(mostWrong)}
      </li>
      <li>
        <i className="confusion-mark" />
        selected
      </li>
    </ul>
  );
});

function Bar({ stops }: { stops: readonly Rgb[] }) {
  return (
    <i
      className="confusion-bar"
      style={{ background: `linear-gradient(to right, ${stops.map(cssColor).join(", ")})` }}
    />
  );
}
