/** The slider over the epochs, with a tick for each and numbers where they fit. */
import { observer } from "mobx-react-lite";
import { useApp } from "../ui/AppContext.ts";
import { tickEvery } from "../ui/ticks.ts";

export const EpochSlider = observer(function EpochSlider() {
  const { timeline } = useApp();
  const { epochs, epoch } = timeline;
  const [first = 0, last = 0] = [epochs[0], epochs.at(-1)];
  const shareOf = (value: number) => (last > first ? (value - first) / (last - first) : 0);
  return (
    <>
      <input
        type="range" aria-label="Epoch" aria-valuetext={`epoch ${epoch ?? 0} of ${last}`} min={first} max={last} step={1} value={epoch ?? 0}
        style={{ "--filled": shareOf(epoch ?? 0) }} onChange={(event) => { timeline.scrubTo(Number(event.target.value)); }}
      />
      <EpochTicks epochs={epochs} shown={epoch} shareOf={shareOf} />
    </>
  );
});

function EpochTicks({ epochs, shown, shareOf }: { epochs: readonly number[]; shown: number | null; shareOf: (epoch: number) => number }) {
  const every = tickEvery(epochs.length);
  return (
    <div className="ticks" aria-hidden="true">
      {epochs.map((epoch, place) => (
        <span key={epoch} className="tick" data-shown={epoch === shown} style={{ "--at": shareOf(epoch) }}>
          {place % every === 0 ? epoch : ""}
        </span>
      ))}
    </div>
  );
}
