/** The most confused pairs of classes at the epoch shown; a click selects their samples. */
import { observer } from "mobx-react-lite";
import { useState } from "react";
import { usePage } from "../../page/usePage.ts";
import { clickPicking } from "../../plot/gestures.ts";
import { count, percent } from "../../ui/words.ts";
import { useTool } from "../useTool.ts";
import type { Pair } from "./confusion.ts";
import { acrossOf } from "./confusionLayout.ts";
import { ConfusionSparkline } from "./ConfusionSparkline.tsx";
import { ConfusionStore } from "./ConfusionStore.ts";

const PAGE = 30;

export const ConfusionPairs = observer(function ConfusionPairs() {
  const { pairs } = useTool(ConfusionStore);
  const [room, setRoom] = useState(PAGE);
  if (pairs.length === 0) return <p className="hint">No class is taken for another one at this epoch.</p>;
  return (
    <>
      <div className="confusion-heads" aria-hidden="true">
        <span>true → predicted</span>
        <span>epochs</span>
        <span>count</span>
        <span>% of true</span>
      </div>
      <ol className="confusion-pairs" aria-label="Top confusions">
        {pairs.slice(0, room).map((pair) => (
          <li key={`${pair.label} ${pair.predicted}`}>
            <PairButton pair={pair} />
          </li>
        ))}
      </ol>
      {pairs.length > room && (
        <button
          type="button"
          className="more"
          onClick={() => {
            setRoom(room + PAGE);
          }}
        >{`More pairs (${count(pairs.length - room)} left)`}</button>
      )}
    </>
  );
});

const PairButton = observer(function PairButton({ pair }: { pair: Pair }) {
  const confusion = useTool(ConfusionStore);
  const { classes } = usePage();
  const [from = "", to = ""] = [classes.names[pair.label], classes.names[pair.predicted]];
  const total = confusion.confusion?.labeled[pair.label] ?? 0;
  const marked = confusion.markedIn(pair);
  const story = confusion.storyOf(pair);
  const words = `${from} taken for ${to}: ${count(pair.count)} of ${count(total)} (${percent(pair.count / total)})${marked > 0 ? `, ${count(marked)} selected` : ""}`;
  return (
    <button
      type="button"
      className="confusion-pair"
      data-marked={marked > 0}
      aria-label={words}
      title={`${words}. First at epoch ${story?.first ?? 0}, most at epoch ${story?.most ?? 0}. Click selects them, Shift or ⌘ adds them, Alt takes them away.`}
      onClick={(event) => {
        confusion.pick(pair, clickPicking(event));
      }}
    >
      <span className="confusion-classes">
        <i className="swatch" style={{ "--color": classes.colorOf(pair.label) }} />
        <span>{from}</span>
        <span>→</span>
        <i className="swatch" style={{ "--color": classes.colorOf(pair.predicted) }} />
        <span>{to}</span>
      </span>
      <ConfusionSparkline
        values={confusion.valuesOver(pair, "count")}
        across={acrossOf(confusion.epochs)}
        place={confusion.place ?? 0}
      />
      <span>{count(pair.count)}</span>
      <span>{percent(pair.count / total)}</span>
    </button>
  );
});
