/** The editable fields of a condition; every change applies at once. */
import { observer } from "mobx-react-lite";
import { useEffect, useRef } from "react";
import { usePage } from "../../page/usePage.ts";
import type { Condition } from "../../queries/condition.ts";
import { EpochSelect, LabelFields, PredictedSelect, SplitSelect } from "./choiceFields.tsx";
import type { FieldsProps } from "./choiceFields.tsx";
import { ColumnFields, WordsField } from "./columnFields.tsx";
import { ExtremeFields, RangeFields } from "./measureFields.tsx";
import { SamplesField, TimesField } from "./numberFields.tsx";

export function ConditionFields({
  condition,
  onChange,
  onDone,
}: FieldsProps<Condition> & { readonly onDone: () => void }) {
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

const Fields = observer(function Fields({ condition, onChange }: FieldsProps<Condition>) {
  const { timeline } = usePage();
  switch (condition.kind) {
    case "right_then_wrong":
      return (
        <>
          <EpochSelect
            label={timeline.say("Correct at epoch")}
            epoch={condition.right}
            onChoose={(right) => {
              onChange({ ...condition, right });
            }}
          />
          <EpochSelect
            label={timeline.say("Misclassified at epoch")}
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
          label={timeline.say("By epoch")}
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
    case "predicted":
      return <PredictedSelect condition={condition} onChange={onChange} />;
    case "split":
      return <SplitSelect condition={condition} onChange={onChange} />;
    case "column":
      return <ColumnFields condition={condition} onChange={onChange} />;
    case "text":
      return <WordsField condition={condition} onChange={onChange} />;
    case "range":
      return <RangeFields condition={condition} onChange={onChange} />;
    case "extreme":
      return <ExtremeFields condition={condition} onChange={onChange} />;
    case "sample":
      return <SamplesField condition={condition} onChange={onChange} />;
    default:
      return null;
  }
});
