/** Fields of conditions that count, and of those that name samples by number. */
import { useId } from "react";
import type { ChangeEvent } from "react";
import { usePage } from "../../page/usePage.ts";
import { isValid, ofSamples } from "../../queries/condition.ts";
import { NumberField } from "../../ui/NumberField.tsx";
import type { FieldsOf } from "./choiceFields.tsx";

export function TimesField({ condition, onChange }: FieldsOf<"forgotten">) {
  const change = ({ target }: ChangeEvent<HTMLInputElement>) => {
    if (target.validity.valid) onChange({ ...condition, times: target.valueAsNumber });
  };
  return (
    <NumberField
      label="At least this many times"
      name="times"
      value={condition.times}
      least={1}
      step={1}
      required
      onChange={change}
    />
  );
}

/** Takes numbers with anything between them; those that the run lacks are not taken. */
export function SamplesField({ condition, onChange }: FieldsOf<"sample">) {
  const { query } = usePage();
  const id = useId();
  const change = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const named = ofSamples((target.value.match(/\d+/g) ?? []).map(Number));
    if (isValid(named, query.vocabulary)) onChange(named);
  };
  return (
    <div className="field whole">
      <label htmlFor={id}>Sample numbers</label>
      <input
        id={id}
        className="number"
        type="text"
        inputMode="numeric"
        autoComplete="off"
        defaultValue={condition.samples.join(", ")}
        onChange={change}
      />
    </div>
  );
}
