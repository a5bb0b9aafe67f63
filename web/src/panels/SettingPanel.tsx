/** Chooses the method and the setting of the projection, from what the run holds for this layer. */
import { observer } from "mobx-react-lite";
import type { Method } from "../api/manifest.ts";
import { useApp } from "../ui/AppContext.ts";
import { Select } from "../ui/Select.tsx";

const METHOD_WORDS: Record<Method, { readonly name: string; readonly words: string }> = {
  aligned: { name: "AlignedUMAP", words: "Lays all epochs out together, so that a sample stays near itself." },
  stock: { name: "AlignedUMAP (umap-learn)", words: "The same aim, as the umap-learn library does it." },
  umap: { name: "UMAP per epoch", words: "Lays out each epoch by itself; samples may jump though the layer did not move." },
  pca: { name: "PCA", words: "Shows the two directions in which the layer varies most; groups may lie on each other." },
};

export const SettingPanel = observer(function SettingPanel() {
  const { projection } = useApp();
  if (projection.entry === null) return null;
  return (
    <section className="panel">
      <h2>Projection</h2>
      <MethodSelect />
      {projection.hasValues && (
        <div className="setting">
          <NNeighborsSelect />
          <p>More neighbours show the shape of the whole, fewer show detail within groups.</p>
          <MinDistSelect />
          <p>A larger distance spreads points evenly, a smaller one packs groups tight.</p>
        </div>
      )}
    </section>
  );
});

/** Nothing where the usual method is the only one. */
const MethodSelect = observer(function MethodSelect() {
  const { projection } = useApp();
  const { method, methods } = projection;
  if (method === null || (method === "aligned" && methods.length === 1)) return null;
  return (
    <>
      <Select label="Method" value={method} onChoose={(value) => { projection.showMethod(value); }}>
        {methods.map((value) => <option key={value} value={value}>{METHOD_WORDS[value].name}</option>)}
      </Select>
      <p className="hint">{METHOD_WORDS[method].words}</p>
    </>
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
