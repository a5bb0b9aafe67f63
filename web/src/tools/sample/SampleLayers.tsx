/** At which layer the sample sits with its own class: the share of its neighbors there that have its label. */
import { observer } from "mobx-react-lite";
import { usePage } from "../../page/usePage.ts";
import { percent } from "../../ui/words.ts";
import { useTool } from "../useTool.ts";
import type { LayerAgreement } from "./NeighborhoodStore.ts";
import { SamplePart } from "./SamplePart.tsx";
import { SampleTool } from "./SampleTool.ts";

export const SampleLayers = observer(function SampleLayers() {
  const {
    neighborhood: { layers },
  } = useTool(SampleTool);
  if (layers.length === 0) return null;
  return (
    <SamplePart title="Neighbors with its label, by layer">
      <ul className="sample-layers">
        {layers.map((one) => (
          <li key={one.layer}>
            <LayerButton {...one} />
          </li>
        ))}
      </ul>
    </SamplePart>
  );
});

const LayerButton = observer(function LayerButton({ layer, agreement }: LayerAgreement) {
  const { blocks, projection } = usePage();
  const words =
    agreement === null
      ? blocks.status === "failed"
        ? "could not be loaded"
        : "loading"
      : `${agreement.same} of ${agreement.of} neighbors have its label`;
  const share = agreement === null || agreement.of === 0 ? null : agreement.same / agreement.of;
  return (
    <button
      type="button"
      className="sample-layer"
      aria-pressed={projection.layer === layer}
      aria-label={`${layer}: ${words}`}
      title={`${layer}: ${words}. Click to show the layer.`}
      onClick={() => {
        projection.showLayer(layer);
      }}
    >
      <span className="bar-class">{layer}</span>
      <span className="bar" data-known={share !== null}>
        <span style={{ "--filled": share ?? 0 }} />
      </span>
      <span className="bar-share">{share === null ? (agreement === null ? "…" : "–") : percent(share, 0)}</span>
    </button>
  );
});
