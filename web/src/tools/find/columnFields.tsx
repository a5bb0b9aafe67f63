/** Fields of conditions on the columns of the run's own: a class of one, or words in the samples' texts. */
import { observer } from "mobx-react-lite";
import { useId } from "react";
import { usePage } from "../../page/usePage.ts";
import { columnIn } from "../../queries/condition.ts";
import { Select } from "../../ui/Select.tsx";
import { NameOptions } from "./choiceFields.tsx";
import type { FieldsOf } from "./choiceFields.tsx";

export const ColumnFields = observer(function ColumnFields({ condition, onChange }: FieldsOf<"column">) {
  const { vocabulary } = usePage().query;
  return (
    <>
      <Select
        label="Column"
        value={condition.column}
        onChoose={(column) => {
          onChange({ ...condition, column, value: 0 });
        }}
      >
        {vocabulary.columns.map(({ name }) => (
          <option key={name}>{name}</option>
        ))}
      </Select>
      <Select
        label="Class"
        value={condition.value}
        onChoose={(value) => {
          onChange({ ...condition, value: Number(value) });
        }}
      >
        <NameOptions names={columnIn(vocabulary, condition.column)?.classes ?? []} />
      </Select>
    </>
  );
});

export function WordsField({ condition, onChange }: FieldsOf<"text">) {
  const id = useId();
  return (
    <div className="field whole">
      <label htmlFor={id}>Words</label>
      <input
        id={id}
        className="number"
        type="text"
        autoComplete="off"
        defaultValue={condition.words}
        onChange={({ target }) => {
          onChange({ ...condition, words: target.value });
        }}
      />
    </div>
  );
}
