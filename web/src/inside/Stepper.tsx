/** A number among many, with arrows to the ones before and after it. */
import { useId } from "react";
import type { ReactElement } from "react";
import { count as counted } from "../ui/format.ts";
import { NextIcon, PreviousIcon } from "../ui/icons.tsx";

interface StepperProps {
  /** What is numbered: "sample", "map". */
  readonly what: string;
  readonly value: number;
  readonly count: number;
  readonly onChoose: (value: number) => void;
  /** Where the arrows lead; null where there is nothing. */
  readonly previous: number | null;
  readonly next: number | null;
}

export function Stepper({ what, value, count, onChoose, previous, next }: StepperProps) {
  const id = useId();
  const arrow = (name: string, to: number | null, icon: ReactElement) => (
    <button
      type="button"
      className="round small"
      aria-label={`${name} ${what}`}
      title={`${name} ${what}`}
      disabled={to === null}
      onClick={() => {
        if (to !== null) onChoose(to);
      }}
    >
      {icon}
    </button>
  );
  return (
    <div className="stepper">
      {arrow("Previous", previous, <PreviousIcon />)}
      <label htmlFor={id}>{what}</label>
      <input
        id={id}
        className="number"
        type="number"
        min={0}
        max={count - 1}
        value={value}
        onChange={({ target }) => {
          if (target.value !== "") onChoose(Math.min(count - 1, Math.max(0, Math.round(target.valueAsNumber))));
        }}
      />
      <span>{`of ${counted(count)}`}</span>
      {arrow("Next", next, <NextIcon />)}
    </div>
  );
}
