/** The classes that a unit speaks for and against most. */
import { observer } from "mobx-react-lite";
import { ClassBar } from "../page/ClassBar.tsx";
import { usePage } from "../page/usePage.ts";
import type { Unit } from "./ChoicesStore.ts";
import { valueText } from "./numbers.ts";
import { useInside } from "./useInside.ts";

const SHOWN = 3;

export const UnitWeights = observer(function UnitWeights({ unit: { layer, map } }: { unit: Unit }) {
  const { classes } = usePage();
  const inside = useInside();
  if (!layer.weighs || inside.weightsTo(layer, 0) === null) return null;
  const weights = classes.names.map((_, number) => ({
    number,
    weight: inside.weightsTo(layer, number)?.[map] ?? 0,
  }));
  const sorted = weights.toSorted((one, other) => other.weight - one.weight);
  const shown = sorted.length > 2 * SHOWN ? [...sorted.slice(0, SHOWN), ...sorted.slice(-SHOWN)] : sorted;
  const most = Math.max(...shown.map(({ weight }) => Math.abs(weight)));
  return (
    <section className="unit-weights" aria-label="Weight to classes">
      <h3>Weight to classes</h3>
      <ol className="class-bars">
        {shown.map(({ number, weight }) => (
          <ClassBar
            key={number}
            number={number}
            filled={Math.abs(weight) / (most || 1)}
            text={`${weight > 0 ? "+" : ""}${valueText(weight)}`}
            isStrong={weight > 0}
          />
        ))}
      </ol>
    </section>
  );
});
