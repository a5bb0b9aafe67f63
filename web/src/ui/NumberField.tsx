/** A field for a number, with its label, and what it takes where that needs saying. */
import { useId } from "react";
import type { ChangeEvent } from "react";

interface NumberFieldProps {
  readonly label: string;
  readonly name: string;
  /** The initial value; what is typed stays even while it is not a number yet. */
  readonly value: number | null;
  readonly least?: number;
  readonly most?: number;
  readonly step?: number | "any";
  readonly required?: boolean;
  readonly description?: string;
  readonly onChange?: (event: ChangeEvent<HTMLInputElement>) => void;
}

export function NumberField({
  label,
  name,
  value,
  least,
  most,
  step = "any",
  required = false,
  description,
  onChange,
}: NumberFieldProps) {
  const id = useId();
  const isDescribed = description !== undefined;
  return (
    <>
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
          aria-describedby={isDescribed ? `${id}-description` : undefined}
          onChange={onChange}
        />
      </div>
      {isDescribed && <p id={`${id}-description`}>{description}</p>}
    </>
  );
}
