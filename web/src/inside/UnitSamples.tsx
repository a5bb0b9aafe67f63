/** The recorded samples that excite a unit most. */
import { observer } from "mobx-react-lite";
import { SampleTile } from "../page/SampleTile.tsx";
import { usePage } from "../page/usePage.ts";
import type { Unit } from "./ChoicesStore.ts";
import { valueText } from "./numbers.ts";
import { useInside } from "./useInside.ts";

export const UnitSamples = observer(function UnitSamples({ unit: { layer, map } }: { unit: Unit }) {
  const { classes, run } = usePage();
  const { answers, epoch, input, network } = useInside();
  if (epoch === null || layer.recorded === null) return null;
  const excited = network.excites(layer) ? answers.excitedOf(run.name ?? "", epoch, layer, map) : [];
  return (
    <section className="unit-samples" aria-label="Samples that excite it most">
      <h3>Samples that excite it most</h3>
      {!network.excites(layer) && (
        <p className="hint">This copy keeps no activations; the run that it was made from does.</p>
      )}
      <ol>
        {(excited ?? []).map(({ sample, value }) => {
          const label = run.samples?.label[sample] ?? 0;
          const name = classes.names[label] ?? "";
          return (
            <li key={sample}>
              <button
                type="button"
                title={`Sample ${sample}, ${name}: ${valueText(value)}. Click to look at it.`}
                aria-label={`Sample ${sample}, ${name}`}
                disabled={network.input?.samples !== true}
                onClick={() => {
                  input.showSample(sample);
                }}
              >
                <SampleTile sample={sample} label={label} name={name} size={48} />
              </button>
            </li>
          );
        })}
      </ol>
    </section>
  );
});
