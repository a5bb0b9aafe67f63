/** Building blocks of a sample's card. */
import { observer } from "mobx-react-lite";
import { useId } from "react";
import type { ReactNode } from "react";
import { usePage } from "../../page/usePage.ts";

export function SamplePart({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className="sample-part" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {children}
    </section>
  );
}

interface PlaceholderProps {
  /** What is loading; the placeholder is about as high. */
  readonly of: "bars" | "curve" | "learned" | "tiles";
  readonly label: string;
}

/** A placeholder for content that is loading. */
export function Placeholder({ of, label }: PlaceholderProps) {
  return (
    <div className={`bone bone-${of}`}>
      <span className="visually-hidden">{label}</span>
    </div>
  );
}

/** A placeholder for content of a block. */
export const BlockPlaceholder = observer(function BlockPlaceholder({ of, label }: PlaceholderProps) {
  const { blocks } = usePage();
  return blocks.status === "failed" ? (
    <p className="hint">Couldn’t be loaded.</p>
  ) : (
    <Placeholder of={of} label={label} />
  );
});

export const ClassSwatch = observer(function ClassSwatch({ number }: { number: number }) {
  const { classes } = usePage();
  return <span className="swatch" style={{ "--color": classes.colorOf(number) }} />;
});
