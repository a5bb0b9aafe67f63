/** Chooses the method and the setting of the projection, from what the run holds for this layer. */
import { observer } from "mobx-react-lite";
import { METHOD_LABELS } from "../numbers/names.ts";
import { usePage } from "../page/usePage.ts";
import { InfoIcon } from "../ui/icons.tsx";
import { Note } from "../ui/Note.tsx";
import { Select } from "../ui/Select.tsx";
import { OnDemand } from "./OnDemand.tsx";

export const SettingPanel = observer(function SettingPanel() {
  const { projection } = usePage();
  if (projection.entry === null) return null;
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>Projection</h2>
        {projection.hasValues && <SettingHelp />}
      </div>
      <MethodSelect />
      {projection.hasValues && (
        <div className="setting">
          <NNeighborsSelect />
          <MinDistSelect />
        </div>
      )}
      <OnDemand />
    </section>
  );
});

function SettingHelp() {
  return (
    <Note
      label="What the settings do"
      button={{
        className: "round small",
        "aria-label": "What the settings do",
        title: "What n_neighbors and min_dist do",
        children: <InfoIcon />,
      }}
    >
      <dl>
        <dt>n_neighbors</dt>
        <dd>More neighbors show the overall structure; fewer show detail within groups.</dd>
        <dt>min_dist</dt>
        <dd>A larger distance spreads points evenly; a smaller one packs groups tightly.</dd>
      </dl>
    </Note>
  );
}

/** Nothing where the default method is the only one. */
export const MethodSelect = observer(function MethodSelect() {
  const { projection, timeline } = usePage();
  const { method, methods } = projection;
  if (method === null || (method === "aligned" && methods.length === 1)) return null;
  return (
    <>
      <Select
        label="Method"
        value={method}
        onChoose={(value) => {
          projection.showMethod(value);
        }}
      >
        {methods.map((value) => (
          <option key={value} value={value}>
            {timeline.say(METHOD_LABELS[value].name)}
          </option>
        ))}
      </Select>
      <p className="hint">{timeline.say(METHOD_LABELS[method].description)}</p>
    </>
  );
});

export const NNeighborsSelect = observer(function NNeighborsSelect() {
  const { projection } = usePage();
  return (
    <Select
      label="n_neighbors"
      value={projection.entry?.n_neighbors ?? ""}
      onChoose={(value) => {
        projection.showNNeighbors(Number(value));
      }}
    >
      {projection.nNeighborsOptions.map((value) => (
        <option key={value} value={value}>
          {value}
        </option>
      ))}
    </Select>
  );
});

export const MinDistSelect = observer(function MinDistSelect() {
  const { projection } = usePage();
  return (
    <Select
      label="min_dist"
      value={projection.entry?.min_dist ?? ""}
      onChoose={(value) => {
        projection.showMinDist(Number(value));
      }}
    >
      {projection.minDistOptions.map(({ value, exists }) => (
        <option key={value} value={value} disabled={!exists}>
          {exists ? value : `${value} (not computed for this n_neighbors)`}
        </option>
      ))}
    </Select>
  );
});
