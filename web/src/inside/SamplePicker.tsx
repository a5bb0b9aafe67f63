/** Chooses a recorded sample: by its number, its neighbors in the list, at random, or the one that is most wrong. */
import { observer } from "mobx-react-lite";
import { SampleTile } from "../page/SampleTile.tsx";
import { usePage } from "../page/usePage.ts";
import { NextIcon, PreviousIcon } from "../ui/icons.tsx";
import { Select } from "../ui/Select.tsx";
import { mostWrong, nextOf } from "./samples.ts";
import { useInside } from "./useInside.ts";

const EVERY = "";

export const SamplePicker = observer(function SamplePicker() {
  const { classes, measures, run, timeline } = usePage();
  const { input } = useInside();
  const { sample } = input;
  const labels = run.samples?.label;
  if (labels === undefined) return null;
  const label = labels[sample] ?? 0;
  const show = (wanted: number | null) => {
    if (wanted !== null) input.showSample(wanted);
  };
  const margin = measures.valuesAt("margin", timeline.restingEpoch);
  const wrongest = margin === null ? null : mostWrong(margin);
  return (
    <div className="sample-picker">
      <div className="sample-picked">
        <SampleTile sample={sample} label={label} name={classes.names[label] ?? ""} size={72} />
        <div className="sample-steps">
          <label className="field">
            <span>Sample</span>
            <input
              className="number"
              type="number"
              min={0}
              max={labels.length - 1}
              value={sample}
              onChange={({ target }) => {
                if (target.value !== "")
                  show(Math.min(labels.length - 1, Math.max(0, Math.round(target.valueAsNumber))));
              }}
            />
          </label>
          <button
            type="button"
            className="round"
            aria-label="Previous sample"
            title="Previous sample"
            onClick={() => {
              show(nextOf(labels, sample, -1, null));
            }}
          >
            <PreviousIcon />
          </button>
          <button
            type="button"
            className="round"
            aria-label="Next sample"
            title="Next sample"
            onClick={() => {
              show(nextOf(labels, sample, 1, null));
            }}
          >
            <NextIcon />
          </button>
        </div>
      </div>
      {run.labeled && (
        <Select
          label="Next one of"
          value={EVERY}
          onChoose={(text) => {
            if (text !== EVERY) show(nextOf(labels, sample, 1, Number(text)));
          }}
        >
          <option value={EVERY}>Choose a class</option>
          {classes.names.map((name, number) => (
            <option key={name} value={number}>
              {name}
            </option>
          ))}
        </Select>
      )}
      <div className="chips">
        <button
          type="button"
          onClick={() => {
            show(Math.floor(Math.random() * labels.length));
          }}
        >
          Random
        </button>
        {wrongest !== null && (
          <button
            type="button"
            title="The misclassified sample with the lowest margin at this epoch"
            onClick={() => {
              show(wrongest);
            }}
          >
            Most wrong
          </button>
        )}
      </div>
    </div>
  );
});
