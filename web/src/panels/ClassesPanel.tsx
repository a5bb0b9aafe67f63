/** The legend: which color is which class, how many of it are shown and selected or found, and which classes are on screen. */
import { observer } from "mobx-react-lite";
import { lazy, useState } from "react";
import { classChoice, OnlyButton } from "../page/ClassChoice.tsx";
import { usePage } from "../page/usePage.ts";
import { count } from "../ui/format.ts";
import { LoadedLater } from "../ui/LoadedLater.tsx";

const MergeClasses = lazy(() => import("./MergeClasses.tsx").then((part) => ({ default: part.MergeClasses })));

/** With more classes than this the legend packs them closer, scrolls, and can be searched. */
const MANY = 24;
/** CSS pixels of a row without its text, and those of a digit. */
const ROW = 40;
const DIGIT = 7.5;

export const ClassesPanel = observer(function ClassesPanel() {
  const { classes, run, subset, trails } = usePage();
  const [sought, seek] = useState("");
  const [editing, edit] = useState(false);
  const [merging, merge] = useState(false);
  const hasClasses = run.manifest === null || run.manifest.dataset.classes.length > 0;
  const many = classes.listed.length > MANY;
  const found = classes.listed.filter((number) => !many || isSought(classes.names[number] ?? "", sought));
  if (!hasClasses) return null;
  return (
    <section className="panel classes">
      <div className="panel-head">
        <h2 id="classes-title">Classes</h2>
        <div className="actions">
          <button
            type="button"
            onClick={() => {
              classes.showAll();
            }}
          >
            All
          </button>
          <button
            type="button"
            onClick={() => {
              classes.hideAll();
            }}
          >
            None
          </button>
          <button
            type="button"
            onClick={() => {
              classes.invert();
            }}
          >
            Invert
          </button>
        </div>
      </div>
      {many && (
        <input
          type="search"
          className="search"
          aria-label="Find a class"
          placeholder={`Search ${count(classes.listed.length)} classes`}
          value={sought}
          onChange={(event) => {
            seek(event.target.value);
          }}
        />
      )}
      {merging ? (
        <LoadedLater>
          <MergeClasses numbers={found} />
        </LoadedLater>
      ) : (
        <ul
          className="legend"
          aria-labelledby="classes-title"
          style={{ "--row": `${rowWidth(classes.names, Math.max(0, ...subset.countByClass))}px` }}
        >
          {found.map((number) => (
            <li key={number}>
              <ClassRow number={number} editing={editing} />
            </li>
          ))}
        </ul>
      )}
      {found.length === 0 && <p className="hint">{`No class matches “${sought}”.`}</p>}
      <div className="legend-foot">
        <label className="check">
          <input
            type="checkbox"
            checked={trails.centers}
            onChange={(event) => {
              trails.showCenters(event.target.checked);
            }}
          />{" "}
          Class paths
        </label>
        <div className="actions">
          {classes.chosen.size > 0 && (
            <button
              type="button"
              onClick={() => {
                classes.chooseColors(new Map());
              }}
            >
              Reset
            </button>
          )}
          <button
            type="button"
            aria-pressed={merging}
            title="Show several classes as one"
            onClick={() => {
              merge(!merging);
              edit(false);
            }}
          >
            {merging ? "Done" : "Merge"}
          </button>
          <button
            type="button"
            aria-pressed={editing}
            onClick={() => {
              edit(!editing);
            }}
          >
            {editing ? "Done" : "Edit colors"}
          </button>
        </div>
      </div>
    </section>
  );
});

const ClassRow = observer(function ClassRow({ number, editing }: { number: number; editing: boolean }) {
  const { classes } = usePage();
  const name = classes.names[number] ?? String(number);
  if (!editing)
    return (
      <>
        <ClassButton name={name} number={number} />
        <OnlyButton number={number} />
      </>
    );
  return (
    <label className="class">
      <input
        type="color"
        aria-label={`Color of ${name}`}
        value={classes.colorOf(number)}
        onChange={(event) => {
          classes.chooseColor(number, event.target.value);
        }}
      />
      <span className="class-name" title={classes.titleOf(number)}>
        {name}
      </span>
    </label>
  );
});

const ClassButton = observer(function ClassButton({ name, number }: { name: string; number: number }) {
  const { classes, color, drawing, selection, subset } = usePage();
  const shown = subset.countByClass[number] ?? 0;
  const visible = classes.isVisible(number);
  const picked = selection.empty ? drawing.foundByClass : selection.countByClass;
  const counted = picked === null ? count(shown) : `${count(picked[number] ?? 0)}\u2009/\u2009${count(shown)}`;
  return (
    <button
      {...classChoice(classes, number)}
      className="class"
      aria-label={name}
      title={`${classes.titleOf(number)}: ${count(shown)} samples${visible ? "" : ", hidden"}. Click to hide or show it, double-click to show only this class, Shift-click to add it.`}
    >
      {color.showsClasses ? (
        <span className="swatch" style={{ "--color": classes.colorOf(number) }} />
      ) : (
        <span className="swatch box" />
      )}
      <span className="class-name">{name}</span>
      <span className="class-count">{counted}</span>
    </button>
  );
});

function isSought(name: string, sought: string): boolean {
  return name.toLowerCase().includes(sought.trim().toLowerCase());
}

/** Return the pixels in which every name fits beside its counts, selected of all. */
function rowWidth(names: readonly string[], mostSamples: number): number {
  const longest = Math.max(0, ...names.map((name) => name.length));
  return ROW + DIGIT * (longest + 2 * count(mostSamples).length);
}
