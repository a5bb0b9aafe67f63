/** A map at all epochs, side by side, and its mean as a curve; a click goes to the epoch. */
import { observer } from "mobx-react-lite";
import { usePage } from "../page/usePage.ts";
import type { Unit } from "./ChoicesStore.ts";
import type { Range } from "./colors.ts";
import { framesOf } from "./film.ts";
import type { Frame } from "./film.ts";
import type { Look } from "./LooksStore.ts";
import { MapCanvas } from "./MapCanvas.tsx";
import { valueText } from "./numbers.ts";
import { useInside } from "./useInside.ts";

export const UnitFilm = observer(function UnitFilm({ unit, look }: { unit: Unit; look: Look }) {
  const inside = useInside();
  const { timeline } = usePage();
  const { network } = inside;
  const seen = framesOf(inside, look, unit);
  if (network.epochs.length < 2) return null;
  return (
    <section className="unit-film" aria-label={timeline.say("Over the epochs")}>
      <h3>{timeline.say("Over the epochs")}</h3>
      <UnitCurve unit={unit} seen={seen} />
      {seen.length < network.epochs.length && (
        <p className="hint">{timeline.say(`${seen.length} of ${network.epochs.length} epochs so far`)}</p>
      )}
      {!unit.layer.isVector && (
        <ol>
          {seen.map((one) => (
            <li key={one.epoch}>
              <OneFrame unit={unit} frame={one} />
            </li>
          ))}
        </ol>
      )}
    </section>
  );
});

const OneFrame = observer(function OneFrame({ unit: { layer }, frame }: { unit: Unit; frame: Frame }) {
  const inside = useInside();
  const { timeline } = usePage();
  const { choices } = inside;
  return (
    <button
      type="button"
      aria-current={inside.epoch === frame.epoch}
      aria-label={timeline.say(`Epoch ${frame.epoch}`)}
      title={timeline.say(`Epoch ${frame.epoch}`)}
      onClick={() => {
        timeline.showEpoch(frame.epoch);
      }}
    >
      <MapCanvas picture={frame.picture} scale={choices.scaleOf(layer)} range={inside.rangeOf(layer)} />
      <span>{frame.epoch}</span>
    </button>
  );
});

/** The value of a unit, or the mean of a map, over the epochs. */
const UnitCurve = observer(function UnitCurve({ unit, seen }: { unit: Unit; seen: readonly Frame[] }) {
  const { epoch, network } = useInside();
  const { timeline } = usePage();
  const values = seen.map(({ value }) => value);
  const range: Range = [Math.min(0, ...values), Math.max(0, ...values)];
  const [first = 0, last = 1] = [network.epochs[0], network.epochs.at(-1)];
  const axis = timeline.axisOver(network.epochs);
  const across = (at: number) => axis(at) * 100;
  const up = (value: number) => 100 - ((value - range[0]) / (range[1] - range[0] || 1)) * 100;
  return (
    <figure className="answer-curve unit-curve">
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
        <line className="zero" x1="0" x2="100" y1={up(0)} y2={up(0)} />
        {epoch !== null && <line className="now" x1={across(epoch)} x2={across(epoch)} y1="0" y2="100" />}
        <polyline points={seen.map((one, at) => `${across(one.epoch)},${up(values[at] ?? 0)}`).join(" ")} />
      </svg>
      <figcaption>
        <span>{timeline.say(`epoch ${first}`)}</span>
        {seen.length > 0 && (
          <span>{`${unit.layer.isVector ? "value" : "mean"}, ${valueText(range[0])} to ${valueText(range[1])}`}</span>
        )}
        <span>{last}</span>
      </figcaption>
    </figure>
  );
});
