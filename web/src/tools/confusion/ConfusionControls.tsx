/** Decides what of the confusion is shown: as what, in which numbers, of which samples, in which order. */
import { observer } from "mobx-react-lite";
import { useId } from "react";
import { Select } from "../../ui/Select.tsx";
import { useTool } from "../useTool.ts";
import { CLASS_ORDERS } from "./classOrder.ts";
import type { ClassOrder } from "./classOrder.ts";
import type { Normalization } from "./confusion.ts";
import { ConfusionStore } from "./ConfusionStore.ts";
import type { ConfusionView } from "./ConfusionStore.ts";

interface Choice<Value> {
  readonly value: Value;
  readonly words: string;
  readonly title: string;
}

const VIEWS: readonly Choice<ConfusionView>[] = [
  { value: "matrix", words: "Matrix", title: "Every class against every class" },
  { value: "pairs", words: "Top confusions", title: "Who is taken for whom, the most frequent first" },
];
const NORMALIZATIONS: readonly Choice<Normalization>[] = [
  { value: "count", words: "Counts", title: "How many samples" },
  { value: "row", words: "% of row", title: "Shares of the true class: recall on the diagonal" },
  { value: "column", words: "% of column", title: "Shares of the predicted class: precision on the diagonal" },
];
const ORDER_WORDS: Record<ClassOrder, string> = {
  dataset: "data set",
  errors: "most errors",
  similarity: "similarity",
};
const ALL = "all";

export const ConfusionControls = observer(function ConfusionControls() {
  const confusion = useTool(ConfusionStore);
  const matrix = confusion.view === "matrix";
  return (
    <div className="confusion-controls">
      <Segmented
        label="View"
        choices={VIEWS}
        chosen={confusion.view}
        onChoose={(view) => {
          confusion.show(view);
        }}
      />
      {matrix && (
        <Segmented
          label="Numbers"
          choices={NORMALIZATIONS}
          chosen={confusion.normalization}
          onChoose={(normalization) => {
            confusion.normalize(normalization);
          }}
        />
      )}
      <div className="confusion-selects">
        {confusion.splits.length > 1 && <SplitSelect />}
        {matrix && <OrderSelect />}
      </div>
    </div>
  );
});

const SplitSelect = observer(function SplitSelect() {
  const confusion = useTool(ConfusionStore);
  return (
    <Select
      label="Split"
      value={confusion.split ?? ALL}
      onChoose={(chosen) => {
        confusion.countSplit(chosen === ALL ? null : chosen);
      }}
    >
      <option value={ALL}>all</option>
      {confusion.splits.map((split) => (
        <option key={split} value={split}>
          {split}
        </option>
      ))}
    </Select>
  );
});

/** Errors and similarity are those of all epochs: nothing jumps while the training plays. */
const OrderSelect = observer(function OrderSelect() {
  const confusion = useTool(ConfusionStore);
  return (
    <Select
      label="Order"
      value={confusion.order}
      onChoose={(chosen) => {
        confusion.orderBy(chosen);
      }}
    >
      {CLASS_ORDERS.map((order) => (
        <option key={order} value={order}>
          {ORDER_WORDS[order]}
        </option>
      ))}
    </Select>
  );
});

interface SegmentedProps<Value extends string> {
  readonly label: string;
  readonly choices: readonly Choice<Value>[];
  readonly chosen: Value;
  readonly onChoose: (value: Value) => void;
}

function Segmented<Value extends string>({ label, choices, chosen, onChoose }: SegmentedProps<Value>) {
  const name = useId();
  return (
    <fieldset className="segmented worded" role="radiogroup" aria-label={label}>
      {choices.map(({ value, words, title }) => (
        <label key={value} title={title}>
          <input
            type="radio"
            name={name}
            checked={value === chosen}
            onChange={() => {
              onChoose(value);
            }}
          />
          {words}
        </label>
      ))}
    </fieldset>
  );
}
