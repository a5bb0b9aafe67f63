/** Chooses what the input is compared with. */
import { observer } from "mobx-react-lite";
import { usePage } from "../page/usePage.ts";
import { Select } from "../ui/Select.tsx";
import { useInside } from "./useInside.ts";
import { capital } from "./words.ts";

export const ComparisonChoice = observer(function ComparisonChoice() {
  const inside = useInside();
  const { timeline } = usePage();
  const { comparison, network } = inside;
  const { with: compared } = comparison;
  const choose = (kind: string) => {
    if (kind === "epoch") comparison.show({ kind, epoch: network.epochs[0] ?? 0 });
    else if (kind === "input" && inside.wanted !== null)
      comparison.show({ kind, named: inside.wanted, text: inside.inputText });
    else comparison.end();
  };
  return (
    <div className="comparison">
      <Select label="Compare with" value={compared.kind} onChoose={choose}>
        <option value="none">Nothing</option>
        <option value="epoch">{timeline.say("Another epoch")}</option>
        <option value="input">Another input</option>
      </Select>
      {compared.kind === "epoch" && <EpochChoice epoch={compared.epoch} />}
      {compared.kind === "input" && (
        <p className="hint">{`${capital(compared.named.name)} is kept. Now choose or draw another input.`}</p>
      )}
    </div>
  );
});

const EpochChoice = observer(function EpochChoice({ epoch }: { epoch: number }) {
  const { comparison, network } = useInside();
  const { timeline } = usePage();
  return (
    <div className="comparison-epoch">
      <Select
        label={timeline.say("Epoch")}
        value={network.nearestEpoch(epoch) ?? epoch}
        onChoose={(text) => {
          comparison.show({ kind: "epoch", epoch: Number(text) });
        }}
      >
        {network.epochs.map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </Select>
      <button
        type="button"
        className="link"
        onClick={() => {
          comparison.show({ kind: "epoch", epoch: timeline.epoch ?? 0 });
          timeline.showEpoch(epoch);
        }}
      >
        Swap
      </button>
    </div>
  );
});
