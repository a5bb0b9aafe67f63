/** Fields of conditions on a measure: a range of its values, or the highest or lowest of them. */
import { observer } from "mobx-react-lite";
import type { ChangeEvent } from "react";
import { measureOf } from "../../numbers/measures.ts";
import type { SampleMeasure } from "../../numbers/measures.ts";
import { usePage } from "../../page/usePage.ts";
import { ColoringOptions } from "../../panels/ColoringOptions.tsx";
import { defaultRange, MOST_SHARE, rangeOf } from "../../queries/condition.ts";
import { fromUnit, inUnitOf, percentOf, unitOf } from "../../queries/measures.ts";
import { NumberField } from "../../ui/NumberField.tsx";
import { Select } from "../../ui/Select.tsx";
import type { FieldsOf } from "./choiceFields.tsx";

const MOST_PERCENT = 100;
const LEAST_PERCENT = 0.01;

export const RangeFields = observer(function RangeFields({
  condition: { measure, least, most },
  onChange,
}: FieldsOf<"range">) {
  const unit = unitOf(measure);
  const limits = unit === "%" ? { least: 0, most: MOST_PERCENT } : {};
  const change = ({ target: { form } }: ChangeEvent<HTMLInputElement>) => {
    const range =
      form?.checkValidity() === true
        ? rangeOf(measure, boundIn(form, "from", measure), boundIn(form, "to", measure))
        : null;
    if (range !== null) onChange(range);
  };
  return (
    <>
      <MeasureSelect
        measure={measure}
        onChoose={(chosen) => {
          onChange(defaultRange(chosen));
        }}
      />
      <NumberField
        key={`${measure} from`}
        label={labelWith("From", unit)}
        name="from"
        value={least === null ? null : inUnitOf(measure, least)}
        {...limits}
        onChange={change}
      />
      <NumberField
        key={`${measure} to`}
        label={labelWith("To", unit)}
        name="to"
        value={most === null ? null : inUnitOf(measure, most)}
        {...limits}
        onChange={change}
      />
      <p className="hint whole">Leave one side empty for an open range.</p>
    </>
  );
});

export const ExtremeFields = observer(function ExtremeFields({ condition, onChange }: FieldsOf<"extreme">) {
  const { timeline } = usePage();
  const { measure, end, share } = condition;
  const change = ({ target }: ChangeEvent<HTMLInputElement>) => {
    if (target.validity.valid) onChange({ ...condition, share: target.valueAsNumber / MOST_PERCENT });
  };
  return (
    <>
      {measure !== "suspicion" && (
        <>
          <MeasureSelect
            measure={measure}
            onChoose={(chosen) => {
              onChange({ ...condition, measure: chosen });
            }}
          />
          <Select
            label="Values"
            value={end}
            onChoose={(chosen) => {
              onChange({ ...condition, end: chosen === "low" ? "low" : "high" });
            }}
          >
            <option value="high">highest</option>
            <option value="low">lowest</option>
          </Select>
        </>
      )}
      <NumberField
        label="Share of all samples (%)"
        name="share"
        value={percentOf(share)}
        least={LEAST_PERCENT}
        most={percentOf(MOST_SHARE)}
        required
        onChange={change}
      />
      <p className="hint whole">
        Ranks all samples of the run at each {timeline.unit}. More are found only if they share the very same value.
      </p>
    </>
  );
});

const MeasureSelect = observer(function MeasureSelect({
  measure,
  onChoose,
}: {
  measure: SampleMeasure;
  onChoose: (measure: SampleMeasure) => void;
}) {
  const { query } = usePage();
  return (
    <Select
      label="Measure"
      className="whole"
      value={measure}
      onChoose={(name) => {
        const chosen = measureOf(name);
        if (chosen !== null) onChoose(chosen);
      }}
    >
      <ColoringOptions among={[...query.vocabulary.measures, measure]} />
    </Select>
  );
});

function labelWith(label: string, unit: string): string {
  return unit === "" ? label : `${label} (${unit})`;
}

/** Return the bound in a field; null if it is empty. */
function boundIn(form: HTMLFormElement, name: string, measure: SampleMeasure): number | null {
  const text = new FormData(form).get(name);
  return typeof text !== "string" || text === "" ? null : fromUnit(measure, Number(text));
}
