/** What the parts of a sample's card are made of. */
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

interface BoneWords {
  /** What is on its way, and is about as high. */
  readonly of: "bars" | "curve" | "learned" | "tiles";
  readonly words: string;
}

/** Stands for what is on its way. */
export function Bone({ of, words }: BoneWords) {
  return (
    <div className={`bone bone-${of}`}>
      <span className="visually-hidden">{words}</span>
    </div>
  );
}

/** Stands for what a block tells. */
export const BlockBone = observer(function BlockBone({ of, words }: BoneWords) {
  const { blocks } = usePage();
  return blocks.status === "failed" ? <p className="hint">Could not be loaded.</p> : <Bone of={of} words={words} />;
});

export const ClassSwatch = observer(function ClassSwatch({ number }: { number: number }) {
  const { classes } = usePage();
  return <span className="swatch" style={{ "--color": classes.colorOf(number) }} />;
});
