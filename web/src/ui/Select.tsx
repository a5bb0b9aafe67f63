/** A native select with its label beside it; the label's text is the label alone, never the options too. */
import { useId } from "react";
import type { ReactNode } from "react";

interface SelectProps {
  readonly label: string;
  readonly value: string | number;
  readonly onChoose: (value: string) => void;
  readonly children: ReactNode;
  readonly className?: string;
  readonly disabled?: boolean;
  /** What there is no room for. */
  readonly title?: string | undefined;
}

export function Select({ label, value, onChoose, children, className = "", disabled = false, title }: SelectProps) {
  const id = useId();
  return (
    <div className={`field ${className}`}>
      <label htmlFor={id}>{label}</label>
      <span className="select">
        <select
          id={id}
          value={value}
          disabled={disabled}
          title={title}
          onChange={(event) => {
            onChoose(event.target.value);
          }}
        >
          {children}
        </select>
      </span>
    </div>
  );
}
