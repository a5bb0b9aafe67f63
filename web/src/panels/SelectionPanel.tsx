/** The selected samples: a grid of thumbnails with label and prediction at the epoch shown. */
import { observer } from "mobx-react-lite";
import type { SubmitEvent } from "react";
import { nameInside, measureText } from "../numbers/names.ts";
import { clearSelection } from "../page/actions.tsx";
import type { Card } from "../page/CardStore.ts";
import { MOST_TRAILS } from "../page/DrawingStore.ts";
import { clickPicking } from "../page/picking.ts";
import { sampleHandlers, sampleHint, SampleTile } from "../page/SampleTile.tsx";
import { usePage } from "../page/usePage.ts";
import { buttonOf, nameOf } from "../ui/action.ts";
import { PlusIcon, SortIcon } from "../ui/icons.tsx";
import { Note } from "../ui/Note.tsx";
import { saveFile } from "../ui/saveFile.ts";
import { Select } from "../ui/Select.tsx";
import { count, percent } from "../ui/format.ts";
import { ColoringOptions } from "./ColoringOptions.tsx";

const TILE = 48;

export const SelectionPanel = observer(function SelectionPanel() {
  const page = usePage();
  const { selection } = page;
  return (
    <section className="panel selection" aria-label="Selection">
      <div className="panel-head">
        {selection.empty ? <Nothing /> : <h2>Selection</h2>}
        <div className="actions">
          {!selection.empty && <button {...buttonOf(clearSelection, page)}>{nameOf(clearSelection, page)}</button>}
          <AddByNumber />
        </div>
      </div>
      {!selection.empty && <Selected />}
    </section>
  );
});

/** "Nothing selected · all shown · misclassified", of which the last two select. */
const Nothing = observer(function Nothing() {
  const { card, drawing, selection } = usePage();
  const wrong = card.wrongShown;
  return (
    <p
      className="nothing"
      title="Click a point, or hold Shift and draw a lasso. Shift-click or ⌘-click to add, Alt-click to remove."
    >
      <span>Nothing selected</span>
      <button
        type="button"
        className="link"
        aria-label="Select all shown"
        title={`Select all ${count(drawing.shown.length)} samples shown`}
        disabled={drawing.shown.length === 0}
        onClick={(event) => {
          selection.pick(drawing.shown, clickPicking(event));
        }}
      >
        all shown
      </button>
      {wrong !== null && (
        <button
          type="button"
          className="link"
          aria-label={`Select misclassified (${count(wrong.length)})`}
          title={`Select the ${count(wrong.length)} misclassified samples`}
          disabled={wrong.length === 0}
          onClick={(event) => {
            selection.pick(wrong, clickPicking(event));
          }}
        >
          misclassified
        </button>
      )}
    </p>
  );
});

const Selected = observer(function Selected() {
  const { card, drawing, inspected, run, selection, texts, timeline } = usePage();
  const total = selection.samples.length;
  const wrong = card.wrongCount;
  return (
    <>
      <p role="status" className="selected-count">
        <strong>{count(total)}</strong> selected
        {wrong !== null && (
          <>
            , <strong>{count(wrong)}</strong> misclassified at {timeline.say("epoch")} {timeline.epoch}
          </>
        )}
      </p>
      {drawing.selected.length > MOST_TRAILS && (
        <p className="hint">{`Trajectories are drawn for up to ${count(MOST_TRAILS)} selected samples.`}</p>
      )}
      {total > 1 && <Sorting />}
      <ul
        className="cards"
        data-words={texts !== null && run.manifest?.thumbnails === null}
        aria-label="Selected samples"
      >
        {card.cards.map((one) => (
          <CardItem key={one.sample} card={one} />
        ))}
      </ul>
      {card.more > 0 && (
        <button
          type="button"
          className="more"
          onClick={() => {
            card.showMore();
          }}
        >{`Show more (${count(card.more)} left)`}</button>
      )}
      <div className="chips">
        {total === 1 && inspected.canOpen && (
          <button
            type="button"
            onClick={() => {
              inspected.open(selection.samples[0] ?? 0);
            }}
          >
            Open sample
          </button>
        )}
        <button
          type="button"
          onClick={() => {
            saveFile(`${run.name ?? "run"}-selection.csv`, "text/csv", card.csv);
          }}
        >
          Save as CSV
        </button>
      </div>
    </>
  );
});

const Sorting = observer(function Sorting() {
  const { card, measures } = usePage();
  return (
    <>
      <div className="sorting">
        <Select
          label="Sort by"
          value={card.sorting ?? ""}
          onChoose={(measure) => {
            card.sortBy(measure);
          }}
        >
          <option value="">Sample number</option>
          <ColoringOptions among={measures.available} />
        </Select>
        <button
          type="button"
          className="round toggle"
          aria-label="Largest first"
          aria-pressed={card.largestFirst}
          title={card.largestFirst ? "Largest first" : "Smallest first"}
          onClick={() => {
            card.reverseOrder();
          }}
        >
          <SortIcon />
        </button>
      </div>
      {!card.sorted && <p className="hint">Loading…</p>}
    </>
  );
});

/** Adds a sample by its number, also for users who cannot point. */
const AddByNumber = observer(function AddByNumber() {
  const { selection, subset } = usePage();
  const last = Math.max(0, subset.total - 1);
  const add = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const field = event.currentTarget.elements.namedItem("sample");
    if (!(field instanceof HTMLInputElement) || field.value === "") return;
    selection.pick([Number(field.value)], "add");
    field.value = "";
  };
  return (
    <Note
      label="Add a sample"
      button={{
        title: "Add a sample by its number",
        "aria-label": "Add a sample by its number",
        children: <PlusIcon />,
      }}
    >
      <form className="add-sample" onSubmit={add}>
        <label>
          Sample number{" "}
          <input type="number" name="sample" min={0} max={last} step={1} placeholder={`0 to ${count(last)}`} />
        </label>
        <button type="submit">Add</button>
      </form>
    </Note>
  );
});

function verdictOf(right: boolean | null): string[] {
  return right === null ? [] : [right ? "correct" : "misclassified"];
}

const CardItem = observer(function CardItem({ card }: { card: Card }) {
  const page = usePage();
  const {
    card: { sorting, values },
    hover,
    timeline,
  } = page;
  const verdict = card.predicted === null ? card.labelName : `${card.labelName} → ${card.predictedName}`.trimStart();
  const judged =
    card.predicted === null
      ? verdict
      : [verdict, ...verdictOf(card.right), `${percent(card.confidence, 0)} confidence`].join(", ");
  const value =
    sorting === null || values === null ? null : timeline.say(measureText(sorting, values[card.sample] ?? NaN));
  const sorted = sorting === null || value === null ? "" : `${nameInside(sorting)}: ${value}`;
  const said = [judged, sorted].filter((part) => part !== "").join(", ");
  const text = [`Sample ${card.sample}`, said].filter((part) => part !== "").join(": ");
  return (
    <li>
      <button
        type="button"
        className="card"
        data-wrong={card.right === false}
        aria-label={text}
        title={`${text}. ${sampleHint(page)}`}
        {...sampleHandlers(page, card.sample)}
        data-ringed={hover.sample === card.sample}
      >
        <SampleTile sample={card.sample} label={card.label} name={card.labelName} size={TILE} />
        <span className="card-text">
          {card.labelName}
          {card.right === false && (
            <>
              <br />→ {card.predictedName}
            </>
          )}
        </span>
        {value !== null && <span className="card-value">{value}</span>}
      </button>
    </li>
  );
});
