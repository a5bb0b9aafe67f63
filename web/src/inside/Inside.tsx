/** The inside of the run's network: an input, all layers, and one map of them closely. */
import { observer } from "mobx-react-lite";
import { useEffect, useRef, useState } from "react";
import { usePage } from "../page/usePage.ts";
import { Words } from "../ui/Words.tsx";
import { followKeys } from "./keys.ts";
import { InputPane } from "./InputPane.tsx";
import { NetworkPane } from "./NetworkPane.tsx";
import { UnitPane } from "./UnitPane.tsx";
import { useInside } from "./useInside.ts";
import { sentence } from "./words.ts";
import "./inside.css";

const PANES = ["Input", "Network", "Map"] as const;

export const Inside = observer(function Inside() {
  const inside = useInside();
  useEffect(() => inside.start(), [inside]);
  useEffect(() => followKeys(inside), [inside]);
  const { network, looks } = inside;
  if (network.reason !== null) return <Impossible reason={network.reason} />;
  const problem = network.problem ?? looks.problem;
  return (
    <div className="inside">
      {problem !== null && <Problem message={problem.message} />}
      {network.network !== null && <Agreement />}
      <Panes />
    </div>
  );
});

/** On a narrow page one at a time, swiped or chosen. */
function Panes() {
  const panes = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState(0);
  return (
    <>
      <div className="segmented inside-switch" role="group" aria-label="Part">
        {PANES.map((name, at) => (
          <button
            key={name}
            type="button"
            aria-pressed={at === shown}
            onClick={() => {
              panes.current?.children[at]?.scrollIntoView({ inline: "start", block: "nearest" });
            }}
          >
            {name}
          </button>
        ))}
      </div>
      <div
        ref={panes}
        className="inside-panes"
        onScroll={({ currentTarget }) => {
          setShown(Math.round(currentTarget.scrollLeft / Math.max(1, currentTarget.clientWidth)));
        }}
      >
        <InputPane />
        <NetworkPane />
        <UnitPane />
      </div>
    </>
  );
}

const Problem = observer(function Problem({ message }: { message: string }) {
  const { looks, network } = useInside();
  return (
    <div className="inside-problem" role="alert">
      <p>
        <Words text={sentence(message)} />
      </p>
      <button
        type="button"
        className="button small quiet"
        onClick={() => {
          void network.open();
          looks.retry();
        }}
      >
        Try again
      </button>
    </div>
  );
});

/** Whether the network that was built is the recorded one. */
const Agreement = observer(function Agreement() {
  const { network } = useInside().network;
  const { timeline } = usePage();
  if (network?.agrees !== false) return null;
  return (
    <p className="inside-problem" role="alert">
      {`This is not quite the network that was recorded: at ${timeline.say(`epoch ${network.epoch}`)}, probabilities of recorded samples differ ` +
        `by up to ${(network.difference ?? 0).toFixed(3)}. The weights, the function that builds it or the preprocessing may be others.`}
    </p>
  );
});

function Impossible({ reason }: { reason: string }) {
  return (
    <div className="inside">
      <div className="inside-impossible">
        <h2>This network can’t be looked into here</h2>
        <p>
          <Words text={sentence(reason)} />
        </p>
      </div>
    </div>
  );
}
