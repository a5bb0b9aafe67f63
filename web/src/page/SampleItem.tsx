/** An item of a list of samples: its image, and what is said of it; a click selects it. */
import { observer } from "mobx-react-lite";
import type { ReactNode } from "react";
import { sampleHandlers, sampleHint, SampleTile } from "./SampleTile.tsx";
import { usePage } from "./usePage.ts";

interface SampleItemProps {
  readonly sample: number;
  readonly label: number;
  /** What is said of it after its number. */
  readonly description: string;
  /** Of the image's longer side, in CSS pixels. */
  readonly size: number;
  readonly children: ReactNode;
}

export const SampleItem = observer(function SampleItem({
  sample,
  label,
  description,
  size,
  children,
}: SampleItemProps) {
  const page = usePage();
  const { classes, hover, selection } = page;
  return (
    <li>
      <button
        type="button"
        className="suspect"
        aria-label={`Sample ${sample}, ${description}`}
        data-ringed={hover.sample === sample}
        aria-pressed={selection.samples.includes(sample)}
        title={sampleHint(page)}
        {...sampleHandlers(page, sample)}
      >
        <SampleTile sample={sample} label={label} name={classes.names[label] ?? ""} size={size} />
        <span className="suspect-text">{children}</span>
      </button>
    </li>
  );
});
