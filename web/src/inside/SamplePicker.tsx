/** Chooses a recorded sample. */
import { observer } from "mobx-react-lite";
import { SampleTile } from "../page/SampleTile.tsx";
import { usePage } from "../page/usePage.ts";
import { count } from "../ui/format.ts";
import { Select } from "../ui/Select.tsx";
import { Stepper } from "./Stepper.tsx";
import { useInside } from "./useInside.ts";

const EVERY = "";

export const SamplePicker = observer(function SamplePicker() {
  const { classes, run } = usePage();
  const { input, samples } = useInside();
  const label = run.samples?.label[input.sample];
  const name = label === undefined ? "" : (classes.names[label] ?? "");
  return (
    <div className="sample-picker">
      <Stepper
        what="sample"
        value={input.sample}
        count={samples.count}
        previous={samples.previous}
        next={samples.next}
        onChoose={(sample) => {
          samples.show(sample);
        }}
      />
      <Found />
      <div className="sample-picked">
        {label !== undefined && <SampleTile sample={input.sample} label={label} name={name} size={72} />}
        <div className="sample-ways">
          {run.labeled && <p className="sample-class">{name}</p>}
          <div className="chips">
            <button
              type="button"
              onClick={() => {
                samples.showRandom();
              }}
            >
              Random
            </button>
            {samples.knowsWrong && <MostWrong />}
          </div>
        </div>
      </div>
      {run.labeled && (
        <Select
          label="Next one of"
          value={EVERY}
          onChoose={(text) => {
            if (text !== EVERY) samples.showNextOf(Number(text));
          }}
        >
          <option value={EVERY}>Choose a class</option>
          {classes.names.map((one, number) => (
            <option key={one} value={number}>
              {one}
            </option>
          ))}
        </Select>
      )}
    </div>
  );
});

/** What a search in the header leaves for the arrows. */
const Found = observer(function Found() {
  const { samples } = useInside();
  const { query, timeline } = usePage();
  if (samples.found === null) return null;
  return (
    <p className="hint" role="status">
      {samples.found.length === 0
        ? `No sample matches “${query.text}” at ${timeline.say("epoch")} ${timeline.epoch ?? 0}.`
        : `The arrows go through the ${count(samples.found.length)} that match “${query.text}”.`}
    </p>
  );
});

const MostWrong = observer(function MostWrong() {
  const { samples } = useInside();
  const { timeline } = usePage();
  const { mostWrong } = samples;
  return (
    <button
      type="button"
      title={
        mostWrong === null
          ? timeline.say("No sample is known to be misclassified at this epoch")
          : timeline.say("The misclassified sample with the lowest margin at this epoch")
      }
      disabled={mostWrong === null}
      onClick={() => {
        samples.show(mostWrong);
      }}
    >
      Most wrong
    </button>
  );
});
