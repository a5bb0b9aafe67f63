/** The units of a layer as a grid: sorted by how much they count for a class, or by what they add to its logit. */
import { observer } from "mobx-react-lite";
import { usePage } from "../../page/usePage.ts";
import { Select } from "../../ui/Select.tsx";
import type { ScaleName } from "../ChoicesStore.ts";
import type { Range } from "../colors.ts";
import { nameOfLayer } from "../layers.ts";
import type { PlacedLayer } from "../layers.ts";
import { LayerSelect } from "../LayerSelect.tsx";
import { useInside } from "../useInside.ts";
import { sortedBy } from "./neurons.ts";
import type { Balance } from "./neurons.ts";
import { SHOWN } from "./NeuronsStore.ts";
import { Speakers } from "./Speakers.tsx";
import { UnitGrid } from "./UnitGrid.tsx";
import "./neurons.css";

const PREDICTED = "";

/** Opens and closes it. */
export const NeuronsButton = observer(function NeuronsButton() {
  const { neurons } = useInside();
  if (neurons.layers.length === 0) return null;
  return (
    <button
      type="button"
      className="button small quiet"
      aria-pressed={neurons.open}
      onClick={() => {
        neurons.toggle();
      }}
    >
      Neurons
    </button>
  );
});

export const NeuronsPart = observer(function NeuronsPart() {
  const { looks, neurons } = useInside();
  const { layer } = neurons;
  if (layer === null) return null;
  return (
    <section className="neurons" aria-label="Neurons" aria-busy={looks.busy}>
      <Choices layer={layer} />
      {layer.weighs ? <Weighed layer={layer} /> : <Unweighed layer={layer} />}
    </section>
  );
});

const Choices = observer(function Choices({ layer }: { layer: PlacedLayer }) {
  const { neurons } = useInside();
  return (
    <div className="neurons-head">
      <h3>Neurons</h3>
      <LayerSelect
        layers={neurons.layers}
        chosen={layer}
        onChoose={(number) => {
          neurons.chooseLayer(number);
        }}
      />
      {layer.weighs && <Toward />}
    </div>
  );
});

/** The class, and what the cells show of it. */
const Toward = observer(function Toward() {
  const { classes } = usePage();
  const { neurons } = useInside();
  return (
    <>
      <Select
        label="Class"
        className="beside"
        value={neurons.chosen ?? PREDICTED}
        onChoose={(text) => {
          neurons.chooseClass(text === PREDICTED ? null : Number(text));
        }}
      >
        <option value={PREDICTED}>the predicted one</option>
        {classes.names.map((name, number) => (
          <option key={number} value={number}>
            {name}
          </option>
        ))}
      </Select>
      <div className="segmented" role="group" aria-label="Cells show">
        {SHOWN.map((shown) => (
          <button
            key={shown}
            type="button"
            aria-pressed={shown === neurons.shown}
            onClick={() => {
              neurons.show(shown);
            }}
          >
            {shown === "activation" ? "Activation" : "Contribution"}
          </button>
        ))}
      </div>
    </>
  );
});

/** Units that have no weight to a class are sorted by themselves. */
const Unweighed = observer(function Unweighed({ layer }: { layer: PlacedLayer }) {
  const inside = useInside();
  const { units } = inside.neurons;
  return (
    <>
      <p className="hint">
        {`${nameOfLayer(layer)} doesn’t lead straight into the last dense layer, so its units have no weights to classes. ` +
          "They are sorted by activation, the highest first; at the right, the mean of each row."}
      </p>
      {units !== null && (
        <UnitGrid
          layer={layer}
          order={sortedBy(units)}
          values={units}
          scale={inside.choices.scaleOf(layer)}
          range={inside.rangeOf(layer)}
        />
      )}
    </>
  );
});

const Weighed = observer(function Weighed({ layer }: { layer: PlacedLayer }) {
  const inside = useInside();
  const { classes } = usePage();
  const { neurons } = inside;
  const { balance, contributions, sides, shown, target, units } = neurons;
  if (sides === null || units === null || contributions === null || balance === null || target === null) return null;
  const name = classes.names[target] ?? String(target);
  const isContribution = shown === "contribution";
  const painted: { values: Float32Array; scale: ScaleName; range: Range } = isContribution
    ? {
        values: contributions,
        scale: "diverging",
        range: [Math.min(0, ...contributions), Math.max(0, ...contributions)],
      }
    : { values: units, scale: inside.choices.scaleOf(layer), range: inside.rangeOf(layer) };
  const silent = layer.count - sides.positive.length - sides.negative.length;
  const what = isContribution ? "contribution (weight × activation)" : "weight";
  return (
    <>
      <p className="hint">
        {`Sorted by ${what}, the highest first; at the right, the mean of each row.`}
        {silent > 0 && ` Left out: ${countText(silent)} with a ${isContribution ? "contribution" : "weight"} of 0.`}
      </p>
      {(["positive", "negative"] as const).map((side) => (
        <div key={side}>
          <h4>{`${side === "positive" ? "For" : "Against"} ${name}: ${countText(sides[side].length)}`}</h4>
          {sides[side].length > 0 && <UnitGrid layer={layer} order={sides[side]} {...painted} />}
        </div>
      ))}
      <BalanceLine balance={balance} name={name} />
      <Speakers layer={layer} name={name} />
    </>
  );
});

/** "12.31 for − 4.02 against + 0.11 bias = 8.40, the logit of 7" */
function BalanceLine({ balance, name }: { balance: Balance; name: string }) {
  const { positive, negative, bias, sum, logit, addsUp } = balance;
  const fixed = (value: number) => Math.abs(value).toFixed(2);
  const terms = `${fixed(positive)} for − ${fixed(negative)} against ${bias < 0 ? "−" : "+"} ${fixed(bias)} bias`;
  return (
    <p className="neurons-balance">
      {addsUp
        ? `${terms} = ${signed(sum)}, the logit of ${name}.`
        : `${terms} = ${signed(sum)}, which is not the logit of ${name}, ${signed(logit)}: these maps are flattened, and each of ` +
          "their positions has a weight of its own. Choose the layer after them."}
    </p>
  );
}

function signed(value: number): string {
  return value.toFixed(2).replace("-", "−");
}

function countText(count: number): string {
  return count === 1 ? "1 unit" : `${count} units`;
}
