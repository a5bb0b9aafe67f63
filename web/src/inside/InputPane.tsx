/** The input that is looked at, where it comes from, and what the network says of it. */
import { observer } from "mobx-react-lite";
import { useMemo } from "react";
import type { LookInput, Sent } from "../api/looker.ts";
import { AnswerPart } from "./AnswerPart.tsx";
import { CameraPad } from "./camera/CameraPad.tsx";
import { ComparisonChoice } from "./ComparisonChoice.tsx";
import { DrawPad } from "./DrawPad.tsx";
import { SOURCES } from "./InputStore.ts";
import { PixelCanvas } from "./PixelCanvas.tsx";
import { SamplePicker } from "./SamplePicker.tsx";
import { UploadPad } from "./UploadPad.tsx";
import { useInside } from "./useInside.ts";
import { SOURCE_NAMES, whyNot } from "./words.ts";

export const InputPane = observer(function InputPane() {
  const { camera, comparison, input, looks, network } = useInside();
  const { source, sources, refused } = input;
  if (network.input === null)
    return (
      <section className="inside-pane inside-input" aria-label="Input">
        <Starting />
      </section>
    );
  return (
    <section className="inside-pane inside-input" aria-label="Input">
      <div className="segmented" role="group" aria-label="Where the input comes from">
        {SOURCES.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === source}
            disabled={!sources.includes(one)}
            title={sources.includes(one) ? undefined : whyNot(one)}
            onClick={() => {
              input.choose(one);
              if (one === "camera") camera.start();
            }}
          >
            {SOURCE_NAMES[one]}
          </button>
        ))}
      </div>
      {refused !== null && <p className="hint">{whyNot(refused)}</p>}
      {source === "sample" && <SamplePicker />}
      {source === "draw" && <DrawPad background={network.input.background} />}
      {source === "upload" && <UploadPad input={network.input} />}
      {source === "camera" && <CameraPad input={network.input} />}
      <Starting />
      {looks.look !== null && <Seen sent={looks.look.sent} input={network.input} />}
      <AnswerPart />
      {(looks.look !== null || comparison.with.kind !== "none") && <ComparisonChoice />}
    </section>
  );
});

/** In the place of the answer: what computes has to start. */
const Starting = observer(function Starting() {
  const { looks, network } = useInside();
  if (network.network !== null || (network.problem ?? looks.problem) !== null) return null;
  return (
    <p className="hint" role="status">
      Starting to look: the first time takes some seconds…
    </p>
  );
});

/** The very pixels that the network gets, and what was done to them. */
function Seen({ sent, input }: { sent: Sent; input: LookInput }) {
  const { height, width, channels } = input;
  const about = useMemo(() => preparation(sent, input), [sent, input]);
  return (
    <figure className="inside-seen">
      <PixelCanvas pixels={sent.pixels} height={height} width={width} channels={channels} />
      <figcaption>
        <strong>What the network sees</strong>
        {`${height} × ${width} pixels${channels === 1 ? "" : `, ${channels} channels`}. ${about}`}
      </figcaption>
    </figure>
  );
}

function preparation({ picture }: Sent, { channels, resize, mean, std }: LookInput): string {
  const rounded = (values: readonly number[]) => values.map((value) => value.toFixed(2)).join(", ");
  const normalized = `Then minus ${rounded(mean)}, divided by ${rounded(std)}.`;
  if (picture === null) return normalized;
  const scaled =
    resize === null ? "the middle of it is scaled" : `its shorter side is scaled to ${resize}, the middle cut out`;
  const gray = channels === 1 ? ", in gray" : "";
  return `Made from a ${picture.format} of ${picture.width} × ${picture.height}: ${scaled}${gray}. ${normalized}`;
}
