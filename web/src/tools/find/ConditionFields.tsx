/** The editable fields of a condition; every change applies at once. */
import { observer } from "mobx-react-lite";
import { useEffect, useId, useRef } from "react";
import type { ChangeEvent } from "react";
import { measureOf } from "../../numbers/measures.ts";
import type { SampleMeasure } from "../../numbers/measures.ts";
import { usePage } from "../../page/usePage.ts";
import { ColoringOptions } from "../../panels/ColoringOptions.tsx";
import { defaultRange, rangeOf } from "../../queries/condition.ts";
import type { Condition, RangeCondition } from "../../queries/condition.ts";
import { fromUnit, inUnit, unitOf } from "../../queries/measures.ts";
import { OTHER } from "../../queries/text.ts";
import { Select } from "../../ui/Select.tsx";

interface FieldsProps<Of = Condition> {
  readonly condition: Of;
  readonly onChange: (condition: Condition) => void;
}

const MOST_PERCENT = 100;

export function ConditionFields({ condition, onChange, onDone }: FieldsProps & { readonly onDone: () => void }) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    form.current?.querySelector<HTMLElement>("select, input")?.focus();
  }, []);
  return (
    <form
      ref={form}
      className="term-fields"
      onSubmit={(event) => {
        event.preventDefault();
        onDone();
      }}
    >
      <Fields condition={condition} onChange={onChange} />
      <div className="chips">
        <button type="submit">Done</button>
      </div>
    </form>
  );
}

function Fields({ condition, onChange }: FieldsProps) {
  switch (condition.kind) {
    case "right_then_wrong":
      return (
        <>
          <EpochSelect
            label="Correct at epoch"
            epoch={condition.right}
            onChoose={(right) => {
              onChange({ ...condition, right });
            }}
          />
          <EpochSelect
            label="Misclassified at epoch"
            epoch={condition.wrong}
            onChoose={(wrong) => {
              onChange({ ...condition, wrong });
            }}
          />
        </>
      );
    case "learned":
      return (
        <EpochSelect
          label="By epoch"
          epoch={condition.by}
          onChoose={(by) => {
            onChange({ ...condition, by });
          }}
        />
      );
    case "forgotten":
      return <TimesField condition={condition} onChange={onChange} />;
    case "label":
      return <LabelFields condition={condition} onChange={onChange} />;
    case "split":
      return <SplitSelect condition={condition} onChange={onChange} />;
    case "range":
      return <RangeFields condition={condition} onChange={onChange} />;
    default:
      return null;
  }
}

const EpochSelect = observer(function EpochSelect({
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

function TimesField({ condition, onChange }: FieldsProps<Extract<Condition, { kind: "forgotten" }>>) {
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

const LabelFields = observer(function LabelFields({
  condition,
  onChange,
}: FieldsProps<Extract<Condition, { kind: "label" }>>) {
  const { query } = usePage();
  const classes = query.vocabulary.classes.map((name, number) => (
    <option key={number} value={number}>
      {name}
    </option>
  ));
  return (
    <>
      <Select
        label="True class"
        value={condition.label}
        onChoose={(label) => {
          onChange({ ...condition, label: Number(label) });
        }}
      >
        {classes}
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
        {classes}
      </Select>
    </>
  );
});

const SplitSelect = observer(function SplitSelect({
  condition,
  onChange,
}: FieldsProps<Extract<Condition, { kind: "split" }>>) {
  const { query } = usePage();
  return (
    <Select
      label="Split"
      value={condition.split}
      onChoose={(split) => {
        onChange({ ...condition, split: Number(split) });
      }}
    >
      {query.vocabulary.splits.map((name, split) => (
        <option key={name} value={split}>
          {name}
        </option>
      ))}
    </Select>
  );
});

const RangeFields = observer(function RangeFields({
  condition: { measure, least, most },
  onChange,
}: FieldsProps<RangeCondition>) {
  const { query } = usePage();
  const unit = unitOf(measure);
  const limits = unit === "%" ? { least: 0, most: MOST_PERCENT } : {};
  const change = ({ target: { form } }: ChangeEvent<HTMLInputElement>) => {
    const range =
      form?.checkValidity() === true
        ? rangeOf(measure, boundIn(form, "from", measure), boundIn(form, "to", measure))
        : null;
    if (range !== null) onChange(range);
  };
  const choose = (name: string) => {
    const chosen = measureOf(name);
    if (chosen !== null) onChange(defaultRange(chosen));
  };
  return (
    <>
      <Select label="Measure" className="whole" value={measure} onChoose={choose}>
        <ColoringOptions among={[...query.vocabulary.measures, measure]} />
      </Select>
      <NumberField
        key={`${measure} from`}
        label={labelWith("From", unit)}
        name="from"
        value={least === null ? null : inUnit(measure, least)}
        {...limits}
        onChange={change}
      />
      <NumberField
        key={`${measure} to`}
        label={labelWith("To", unit)}
        name="to"
        value={most === null ? null : inUnit(measure, most)}
        {...limits}
        onChange={change}
      />
      <p className="hint whole">Leave one side empty for an open range.</p>
    </>
  );
});

interface NumberFieldProps {
  readonly label: string;
  readonly name: string;
  /** The initial value. */
  readonly value: number | null;
  readonly least?: number;
  readonly most?: number;
  readonly step?: number | "any";
  readonly required?: boolean;
  readonly onChange: (event: ChangeEvent<HTMLInputElement>) => void;
}

/** Keeps what is typed even while it is not a number yet. */
function NumberField({ label, name, value, least, most, step = "any", required = false, onChange }: NumberFieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="number"
        type="number"
        name={name}
        defaultValue={value ?? ""}
        min={least}
        max={most}
        step={step}
        required={required}
        onChange={onChange}
      />
    </div>
  );
}

function labelWith(label: string, unit: string): string {
  return unit === "" ? label : `${label} (${unit})`;
}

/** Return the bound in a field; null if it is empty. */
function boundIn(form: HTMLFormElement, name: string, measure: SampleMeasure): number | null {
  const text = new FormData(form).get(name);
  return typeof text !== "string" || text === "" ? null : fromUnit(measure, Number(text));
}
