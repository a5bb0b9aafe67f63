/** Chooses the setting of the projection, from what the run holds for this layer. */
import { observer } from "mobx-react-lite";
import { useApp } from "../ui/AppContext.ts";
import { Select } from "../ui/Select.tsx";

export const SettingPanel = observer(function SettingPanel() {
  const { projection } = useApp();
  if (projection.entry === null) return null;
  return (
    <section className="panel">
      <h2>Projection</h2>
      <div className="setting">
        <NNeighborsSelect />
        <p>More neighbours show the shape of the whole, fewer show detail within groups.</p>
        <MinDistSelect />
        <p>A larger distance spreads points evenly, a smaller one packs groups tight.</p>
      </div>
    </section>
  );
});

const NNeighborsSelect = observer(function NNeighborsSelect() {
  const { projection } = useApp();
  return (
    <Select label="n_neighbors" value={projection.entry?.n_neighbors ?? ""} onChoose={(value) => { projection.showNNeighbors(Number(value)); }}>
      {projection.nNeighborsOptions.map((value) => <option key={value} value={value}>{value}</option>)}
    </Select>
  );
});

const MinDistSelect = observer(function MinDistSelect() {
  const { projection } = useApp();
  return (
    <Select label="min_dist" value={projection.entry?.min_dist ?? ""} onChoose={(value) => { projection.showMinDist(Number(value)); }}>
      {projection.minDistOptions.map(({ value, exists }) => (
        <option key={value} value={value} disabled={!exists}>{exists ? value : `${value} (not with these neighbours)`}</option>
      ))}
    </Select>
  );
});
