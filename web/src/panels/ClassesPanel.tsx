/** The legend: which colour is which class, how many of it are shown, and which classes are on screen. */
import { observer } from "mobx-react-lite";
import { useApp } from "../ui/AppContext.ts";
import { count } from "../ui/words.ts";

/** With more classes than this the legend packs them closer and scrolls. */
const MANY = 24;

export const ClassesPanel = observer(function ClassesPanel() {
  const { classes } = useApp();
  return (
    <section className="panel">
      <div className="panel-head">
        <h2 id="classes-title">Classes</h2>
        <div className="actions">
          <button type="button" onClick={() => { classes.showAll(); }}>All</button>
          <button type="button" onClick={() => { classes.hideAll(); }}>None</button>
          <button type="button" onClick={() => { classes.invert(); }}>Invert</button>
        </div>
      </div>
      <ul className="legend" aria-labelledby="classes-title" data-dense={classes.names.length > MANY}>
        {classes.names.map((name, number) => <li key={number}><ClassButton name={name} number={number} /></li>)}
      </ul>
      <p className="hint">Double-click a class to see it alone.</p>
    </section>
  );
});

const ClassButton = observer(function ClassButton({ name, number }: { name: string; number: number }) {
  const { classes, subset } = useApp();
  const shown = subset.countByClass[number] ?? 0;
  const visible = classes.isVisible(number);
  return (
    <button
      type="button" className="class" aria-pressed={visible} aria-label={name} title={`${name}: ${count(shown)} samples${visible ? "" : ", hidden"}`}
      onClick={() => { classes.toggleClass(number); }} onDoubleClick={() => { classes.isolateClass(number); }}
    >
      <span className="swatch" style={{ "--colour": classes.colourOf(number) }} />
      <span className="class-name">{name}</span>
      <span className="class-count">{count(shown)}</span>
    </button>
  );
});
