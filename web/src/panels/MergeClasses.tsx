/** Chooses classes that are shown as one, and takes such groups apart again. */
import { observer } from "mobx-react-lite";
import { useState } from "react";
import { sameButForCase } from "../page/merging.ts";
import type { AskedGroup } from "../page/merging.ts";
import { usePage } from "../page/usePage.ts";

interface Props {
  /** The classes to choose from. */
  readonly numbers: readonly number[];
}

export const MergeClasses = observer(function MergeClasses({ numbers }: Props) {
  const { classes, run } = usePage();
  const [chosen, choose] = useState<ReadonlySet<number>>(new Set());
  const [name, call] = useState("");
  const alike = sameButForCase(classes.ownNames);
  const merge = (...groups: readonly AskedGroup[]) => {
    // A group that is merged further brings all of its classes.
    const members = (number: number) => run.merging.groupOf(number)?.members ?? [number];
    classes.merge([...groups.map((one) => ({ ...one, members: one.members.flatMap(members) })), ...classes.groups]);
    choose(new Set());
    call("");
  };
  return (
    <form
      className="merge"
      onSubmit={(event) => {
        event.preventDefault();
        merge({ members: [...chosen], name: name.trim() === "" ? null : name });
      }}
    >
      <ul className="merge-classes" aria-label="Classes to merge">
        {numbers.map((number) => (
          <li key={number}>
            <label className="check" title={classes.titleOf(number)}>
              <input
                type="checkbox"
                checked={chosen.has(number)}
                onChange={({ target }) => {
                  choose(target.checked ? new Set([...chosen, number]) : withoutOne(chosen, number));
                }}
              />
              <span className="swatch" style={{ "--color": classes.colorOf(number) }} /> {classes.names[number]}
            </label>
          </li>
        ))}
      </ul>
      <div className="merge-row actions">
        <input
          type="text"
          className="search"
          aria-label="Name of the merged class"
          placeholder="Name (optional)"
          maxLength={60}
          value={name}
          onChange={(event) => {
            call(event.target.value);
          }}
        />
        <button type="submit" disabled={chosen.size < 2}>
          Merge {chosen.size < 2 ? "" : chosen.size}
        </button>
      </div>
      <div className="merge-row actions">
        {alike.length > 0 && (
          <button
            type="button"
            title="Merge the classes whose names differ only by their case"
            onClick={() => {
              merge(...alike);
            }}
          >
            Ignore case
          </button>
        )}
        {run.merging.groups.length > 0 && (
          <button
            type="button"
            onClick={() => {
              classes.merge([]);
            }}
          >
            Split all
          </button>
        )}
      </div>
      {run.merging.groups.length > 0 && <Groups />}
      <p className="hint">
        Merged classes count as one here: their probabilities add up, and a prediction is the group of the network’s own
        answer. Metrics and measures of the training stay those of the recorded classes.
      </p>
    </form>
  );
});

const Groups = observer(function Groups() {
  const { classes, run } = usePage();
  return (
    <ul className="merge-groups" aria-label="Merged classes">
      {run.merging.groups.map(({ name, members: [first] }) => (
        <li key={first}>
          <span title={classes.titleOf(first)}>{name}</span>
          <button
            type="button"
            className="link"
            aria-label={`Split ${name}`}
            onClick={() => {
              classes.merge(classes.groups.filter(({ members }) => members[0] !== first));
            }}
          >
            split
          </button>
        </li>
      ))}
    </ul>
  );
});

function withoutOne(chosen: ReadonlySet<number>, number: number): ReadonlySet<number> {
  return new Set([...chosen].filter((one) => one !== number));
}
