/** Fields of conditions that choose among epochs, classes and splits of the run. */
import { observer } from "mobx-react-lite";
import { usePage } from "../../page/usePage.ts";
import type { Condition, Kind } from "../../queries/condition.ts";
import { OTHER } from "../../queries/text.ts";
import { Select } from "../../ui/Select.tsx";

export interface FieldsProps<Of> {
  readonly condition: Of;
  readonly onChange: (condition: Condition) => void;
}

export type FieldsOf<One extends Kind> = FieldsProps<Extract<Condition, { kind: One }>>;

export const EpochSelect = observer(function EpochSelect({
  label,
  epoch,
  onChoose,
}: {
  label: string;
  epoch: number;
  onChoose: (epoch: number) => void;
}) {
  const { query } = usePage();
  return (
    <Select
      label={label}
      value={epoch}
      onChoose={(chosen) => {
        onChoose(Number(chosen));
      }}
    >
      {query.vocabulary.epochs.map((one) => (
        <option key={one} value={one}>
          {one}
        </option>
      ))}
    </Select>
  );
});

export const LabelFields = observer(function LabelFields({ condition, onChange }: FieldsOf<"label">) {
  return (
    <>
      <Select
        label="True class"
        value={condition.label}
        onChoose={(label) => {
          onChange({ ...condition, label: Number(label) });
        }}
      >
        <NameOptions names={usePage().query.vocabulary.classes} />
      </Select>
      <Select
        label="Predicted as"
        value={condition.predicted}
        onChoose={(chosen) => {
          onChange({ ...condition, predicted: chosen === "any" || chosen === "other" ? chosen : Number(chosen) });
        }}
      >
        <option value="any">anything</option>
        <option value="other">{OTHER}</option>
        <NameOptions names={usePage().query.vocabulary.classes} />
      </Select>
    </>
  );
});

export const PredictedSelect = observer(function PredictedSelect({ condition, onChange }: FieldsOf<"predicted">) {
  return (
    <Select
      label="Predicted as"
      value={condition.predicted}
      onChoose={(predicted) => {
        onChange({ ...condition, predicted: Number(predicted) });
      }}
    >
      <NameOptions names={usePage().query.vocabulary.classes} />
    </Select>
  );
});

export const SplitSelect = observer(function SplitSelect({ condition, onChange }: FieldsOf<"split">) {
  return (
    <Select
      label="Split"
      value={condition.split}
      onChoose={(split) => {
        onChange({ ...condition, split: Number(split) });
      }}
    >
      <NameOptions names={usePage().query.vocabulary.splits} />
    </Select>
  );
});

/** Options of names by their places; what has no name cannot be chosen. */
export function NameOptions({ names }: { names: readonly string[] }) {
  return names.map(
    (name, number) =>
      name !== "" && (
        <option key={number} value={number}>
          {name}
        </option>
      ),
  );
}
