/** How accurate the network was at the epoch on screen, in words. */
import { observer } from "mobx-react-lite";
import { useApp } from "../ui/AppContext.ts";
import { percent } from "../ui/words.ts";

export const AccuracyWords = observer(function AccuracyWords() {
  const { run, timeline } = useApp();
  const epoch = timeline.epoch ?? 0;
  const accuracies = run.accuraciesAt(epoch);
  const splits = run.manifest?.splits ?? [];
  return (
    <p className="accuracy">
      <strong>{`Epoch ${epoch}`}</strong>
      {accuracies.length === 0 && <span>{epoch === 0 ? "the untrained network, no accuracy recorded" : "no accuracy recorded"}</span>}
      {accuracies.map(({ split, accuracy }) => (
        <span key={split}><i className="line" data-order={splits.indexOf(split)} /> {split} accuracy <b>{percent(accuracy)}</b></span>
      ))}
    </p>
  );
});
