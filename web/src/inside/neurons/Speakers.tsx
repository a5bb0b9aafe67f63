/** The units that speak most for a class and against it, what excites them, and how their weights came about. */
import { observer } from "mobx-react-lite";
import { SampleTile } from "../../page/SampleTile.tsx";
import { usePage } from "../../page/usePage.ts";
import type { PlacedLayer } from "../layers.ts";
import { valueText } from "../numbers.ts";
import { useInside } from "../useInside.ts";

/** As many of the samples that excite a unit most. */
const SAMPLES = 5;

export const Speakers = observer(function Speakers({ layer, name }: { layer: PlacedLayer; name: string }) {
  const { network, neurons } = useInside();
  const { keepsWeights, speakers } = neurons;
  const { timeline } = usePage();
  return (
    <div className="speakers">
      {(["positive", "negative"] as const).map((side) => (
        <section key={side} aria-label={`Speak ${side === "positive" ? "for" : "against"} it most`}>
          <h4>{`Speak ${side === "positive" ? "for" : "against"} ${name} most`}</h4>
          {speakers[side].length === 0 && <p className="hint">No unit does.</p>}
          <ol>
            {speakers[side].map((unit) => (
              <Speaker key={unit} layer={layer} unit={unit} />
            ))}
          </ol>
        </section>
      ))}
      {!network.excites(layer) && (
        <p className="hint">Which samples excite these units is not known: no activations of this layer are kept.</p>
      )}
      {!keepsWeights && (
        <p className="hint">{`The weights of all ${timeline.unit}s are too many to be shown as curves.`}</p>
      )}
    </div>
  );
});

const Speaker = observer(function Speaker({ layer, unit }: { layer: PlacedLayer; unit: number }) {
  const { choices, neurons } = useInside();
  const { contributions, units, weights } = neurons;
  const terms = `${valueText(weights?.[unit] ?? 0)} × ${valueText(units?.[unit] ?? 0)}`;
  return (
    <li>
      <button
        type="button"
        className="speaker"
        title="Look at it closely"
        onClick={() => {
          choices.chooseUnit(layer, unit);
        }}
      >
        <span>{`unit ${unit}`}</span>
        <strong>{valueText(contributions?.[unit] ?? 0)}</strong>
        <span>{terms}</span>
      </button>
      {neurons.keepsWeights && <WeightCurve unit={unit} />}
      <Samples layer={layer} unit={unit} />
    </li>
  );
});

/** The weight to the class over the epochs, around zero. */
const WeightCurve = observer(function WeightCurve({ unit }: { unit: number }) {
  const { epoch, network, neurons } = useInside();
  const seen = neurons.weightsOver(unit);
  const most = Math.max(...seen.map(({ weight }) => Math.abs(weight))) || 1;
  const [first = 0, last = 0] = [network.epochs[0], network.epochs.at(-1)];
  const across = (at: number) => ((at - first) / (last - first || 1)) * 100;
  if (network.epochs.length < 2) return null;
  return (
    <svg
      className="weight-curve"
      viewBox="0 -1.1 100 2.2"
      preserveAspectRatio="none"
      role="img"
      aria-label={`Its weight over ${seen.length} epochs, up to ${valueText(most)}`}
    >
      <line className="zero" x1="0" x2="100" y1="0" y2="0" />
      {epoch !== null && <line className="now" x1={across(epoch)} x2={across(epoch)} y1="-1.1" y2="1.1" />}
      <polyline points={seen.map((one) => `${across(one.epoch)},${-one.weight / most}`).join(" ")} />
    </svg>
  );
});

const Samples = observer(function Samples({ layer, unit }: { layer: PlacedLayer; unit: number }) {
  const { classes, run } = usePage();
  const { answers, epoch, network } = useInside();
  if (epoch === null || !network.excites(layer)) return null;
  const excited = answers.excitedOf(run.name ?? "", epoch, layer, unit) ?? [];
  return (
    <span className="speaker-samples">
      {excited.slice(0, SAMPLES).map(({ sample, value }) => {
        const label = run.samples?.label[sample] ?? 0;
        const name = classes.names[label] ?? "";
        return (
          <span key={sample} title={`Sample ${sample}, ${name}: ${valueText(value)}`}>
            <SampleTile sample={sample} label={label} name={name} size={28} />
          </span>
        );
      })}
    </span>
  );
});
