/** The sample's values in the columns of the run's own, at the epoch shown. */
import { observer } from "mobx-react-lite";
import { useEffect } from "react";
import type { Column } from "../../api/manifest.ts";
import { usePage } from "../../page/usePage.ts";
import { SamplePart } from "./SamplePart.tsx";

export const SampleColumns = observer(function SampleColumns({ sample }: { sample: number }) {
  const { run } = usePage();
  const columns = (run.manifest?.columns ?? []).filter(({ name, kind }) => kind !== "text" || name !== "text");
  if (columns.length === 0) return null;
  return (
    <SamplePart title="Columns of this run">
      <dl className="sample-learned">
        {columns.map((column) => (
          <Value key={column.name} column={column} sample={sample} />
        ))}
      </dl>
    </SamplePart>
  );
});

const Value = observer(function Value({ column, sample }: { column: Column; sample: number }) {
  const { columns, timeline } = usePage();
  useEffect(() => {
    if (column.kind === "text") void columns.textsOf(column.name).want(sample);
    else columns.want(column.name);
  }, [columns, column, sample]);
  return (
    <div>
      <dt>{column.name}</dt>
      <dd>{columns.textAt(column, timeline.epoch, sample) ?? "…"}</dd>
    </div>
  );
});
