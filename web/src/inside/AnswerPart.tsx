/** What the network says of the input: the likeliest classes, how that came about, and why it might not count. */
import { observer } from "mobx-react-lite";
import type { MergingStore } from "../loaded/MergingStore.ts";
import { nearestOn } from "../numbers/axis.ts";
import { ClassBar } from "../page/ClassBar.tsx";
import { usePage } from "../page/usePage.ts";
import { percent } from "../ui/format.ts";
import { likeliest } from "./likeliest.ts";
import type { Look } from "./LooksStore.ts";
import { useInside } from "./useInside.ts";
import { rejectionWords } from "./words.ts";

const SHOWN = 5;

export const AnswerPart = observer(function AnswerPart() {
  const { input, looks, sketch } = useInside();
  const { look, other, rejection } = looks;
  if (look === null) return null;
  const isBlank = input.source === "draw" && sketch.blank;
  const words = rejection === null ? [] : rejectionWords(rejection);
  // That it is rejected stands beside the answer, and why below it.
  const [verdict = "", ...reasons] = rejection?.rejected === true ? words : ["", ...words];
  return (
    <section className="inside-answer" aria-label="Answer">
      <Verdict look={look} blank={isBlank} />
      <p className="answer-rejected" aria-live="polite">
        {verdict}
      </p>
      <div className="answer-columns" data-columns={other === null ? 1 : 2}>
        <Bars look={look} titled={other !== null} />
        {other !== null && <Bars look={other} titled />}
      </div>
      <Curves look={look} />
      <div className="answer-doubt" aria-live="polite">
        {reasons.map((reason) => (
          <p key={reason}>{reason}</p>
        ))}
      </div>
    </section>
  );
});

/** The probabilities with those of merged classes added up. */
function added(merging: MergingStore, probability: Float32Array): Float32Array {
  return merging.summed(probability, probability.length);
}

function listed(merging: MergingStore, probability: Float32Array): readonly number[] {
  return likeliest(probability, SHOWN).filter((number) => merging.isShown(number));
}

/** The answer in one line. */
const Verdict = observer(function Verdict({ look, blank }: { look: Look; blank: boolean }) {
  const { classes, run } = usePage();
  const { input, looks } = useInside();
  const probability = added(run.merging, look.summary.probability);
  const [best = 0] = likeliest(probability, 1);
  const label = input.source === "sample" && run.labeled ? run.samples?.label[input.sample] : undefined;
  const name = (number: number) => classes.names[number] ?? String(number);
  return (
    <p className="answer-verdict" data-busy={looks.busy}>
      <strong data-testid="answer" title={blank ? undefined : classes.titleOf(best)}>
        {blank ? "–" : name(best)}
      </strong>
      <span>
        {blank ? "nothing drawn" : `${percent(probability[best] ?? 0, 0)} sure`}
        {label === undefined ? "" : best === label ? " · correct" : ` · misclassified, it is ${name(label)}`}
      </span>
    </p>
  );
});

const Bars = observer(function Bars({ look, titled }: { look: Look; titled: boolean }) {
  const { timeline, run } = usePage();
  const { merging } = run;
  const probability = added(merging, look.summary.probability);
  const when = timeline.say(`epoch ${look.epoch}`);
  return (
    <div>
      {titled && <p className="hint">{`${look.name}, ${when}`}</p>}
      <ol className="class-bars" aria-label={`Likeliest classes at ${when}`}>
        {listed(merging, probability).map((number, rank) => (
          <ClassBar
            key={rank}
            number={number}
            filled={probability[number] ?? 0}
            text={percent(probability[number] ?? 0)}
            isStrong={rank === 0}
          />
        ))}
      </ol>
    </div>
  );
});

/** The probabilities of the likeliest classes over the epochs, as far as they are known. */
const Curves = observer(function Curves({ look }: { look: Look }) {
  const { classes, run, timeline } = usePage();
  const { looks, network } = useInside();
  const { curve } = looks;
  const { epochs } = network;
  if (curve === null || epochs.length < 2) return <div className="answer-curve" />;
  const count = look.summary.probability.length;
  const probability = run.merging.summed(curve.probability, count);
  const [first = 0, last = 1] = [epochs[0], epochs.at(-1)];
  const axis = timeline.axisOver(epochs);
  const across = (epoch: number) => axis(epoch) * 100;
  const known = epochs.flatMap((epoch, at) => (curve.known[at] === 1 ? [{ epoch, at }] : []));
  return (
    <figure className="answer-curve">
      <svg
        viewBox="0 0 100 100"
        preserveAspectRatio="none"
        aria-hidden="true"
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          timeline.showEpoch(nearestOn(axis, epochs, (event.clientX - box.left) / box.width));
        }}
      >
        <line className="now" x1={across(look.epoch)} x2={across(look.epoch)} y1="0" y2="100" />
        {listed(run.merging, added(run.merging, look.summary.probability))
          .toReversed()
          .map((number) => (
            <polyline
              key={number}
              style={{ "--color": classes.colorOf(number) }}
              points={known
                .map(({ epoch, at }) => `${across(epoch)},${100 - (probability[at * count + number] ?? 0) * 100}`)
                .join(" ")}
            />
          ))}
      </svg>
      <figcaption>
        <span>{timeline.say(`epoch ${first}`)}</span>
        <span>
          {known.length < epochs.length
            ? timeline.say(`${known.length} of ${epochs.length} epochs`)
            : "probability over training"}
        </span>
        <span>{last}</span>
      </figcaption>
    </figure>
  );
});
