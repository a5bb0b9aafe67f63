/** The most confused pairs of classes at the epoch shown; a click selects their samples. */
import { observer } from "mobx-react-lite";
import { useState } from "react";
import { clickPicking } from "../../page/picking.ts";
import { usePage } from "../../page/usePage.ts";
import { count, percent } from "../../ui/format.ts";
import { useTool } from "../useTool.ts";
import { ConfusionSparkline } from "./ConfusionFigures.tsx";
import { ConfusionStore } from "./ConfusionStore.ts";
import { HOW_TO_SELECT } from "./confusionText.ts";
import type { Pair } from "./pairCounts.ts";

const PAGE = 30;

export const ConfusionPairs = observer(function ConfusionPairs() {
  const { pairs } = useTool(ConfusionStore);
  const { timeline } = usePage();
  const [limit, setLimit] = useState(PAGE);
  if (pairs.length === 0)
    return <p className="hint">{timeline.say("No class is confused with another at this epoch.")}</p>;
  return (
    <>
      <div className="confusion-heads" aria-hidden="true">
        <span>true → predicted</span>
        <span>{timeline.say("epochs")}</span>
        <span>count</span>
        <span>% of true</span>
      </div>
      <ol className="confusion-pairs" aria-label="Top confusions">
        {pairs.slice(0, limit).map((pair) => (
          <li key={`${pair.label} ${pair.predicted}`}>
            <PairButton pair={pair} />
          </li>
        ))}
      </ol>
      {pairs.length > limit && (
        <button
          type="button"
          className="more"
          onClick={() => {
            setLimit(limit + PAGE);
          }}
        >{`More pairs (${count(pairs.length - limit)} left)`}</button>
      )}
    </>
  );
});

const PairButton = observer(function PairButton({ pair }: { pair: Pair }) {
  const confusion = useTool(ConfusionStore);
  const { classes, timeline } = usePage();
  const [from = "", to = ""] = [classes.names[pair.label], classes.names[pair.predicted]];
  const total = confusion.confusion?.labeled[pair.label] ?? 0;
  const selected = confusion.selectedIn(pair);
  const peak = confusion.peakOf(pair);
  const label = `${from} predicted as ${to}: ${count(pair.count)} of ${count(total)} (${percent(pair.count / total)})${selected > 0 ? `, ${count(selected)} selected` : ""}`;
  return (
    <button
      type="button"
      className="confusion-pair"
      data-marked={selected > 0}
      aria-label={label}
      title={`${label}. ${timeline.say(`First at epoch ${peak?.first ?? 0}, most at epoch ${peak?.most ?? 0}.`)} ${HOW_TO_SELECT}`}
      onClick={(event) => {
        confusion.pick(pair, clickPicking(event));
      }}
    >
      <span className="confusion-classes">
        <i className="swatch" style={{ "--color": classes.colorOf(pair.label) }} />
        <span title={classes.titleOf(pair.label)}>{from}</span>
        <span>→</span>
        <i className="swatch" style={{ "--color": classes.colorOf(pair.predicted) }} />
        <span title={classes.titleOf(pair.predicted)}>{to}</span>
      </span>
      <ConfusionSparkline
        values={confusion.historyOf(pair, "count")}
        across={confusion.epochs.map(timeline.axisOver(confusion.epochs))}
        epochIndex={confusion.epochIndex ?? 0}
      />
      <span>{count(pair.count)}</span>
      <span>{percent(pair.count / total)}</span>
    </button>
  );
});
