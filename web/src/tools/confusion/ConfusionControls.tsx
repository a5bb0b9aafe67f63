/** Chooses the view, the normalization, the split and the order of the classes. */
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
  readonly label: string;
  readonly title: string;
}

const VIEWS: readonly Choice<ConfusionView>[] = [
  { value: "matrix", label: "Matrix", title: "All pairs of classes" },
  { value: "pairs", label: "Top confusions", title: "Most confused pairs" },
];
const NORMALIZATIONS: readonly Choice<Normalization>[] = [
  { value: "count", label: "Counts", title: "Number of samples" },
  { value: "row", label: "% of row", title: "Shares of the true class: recall on the diagonal" },
  { value: "column", label: "% of column", title: "Shares of the predicted class: precision on the diagonal" },
];
const ORDER_LABELS: Record<ClassOrder, string> = {
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
          {split || "no split"}
        </option>
      ))}
    </Select>
  );
});

/** Errors and similarity are over all epochs, so that nothing jumps during playback. */
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
          {ORDER_LABELS[order]}
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
      {choices.map(({ value, label: text, title }) => (
        <label key={value} title={title}>
          <input
            type="radio"
            name={name}
            checked={value === chosen}
            onChange={() => {
              onChoose(value);
            }}
          />
          {text}
        </label>
      ))}
    </fieldset>
  );
}
