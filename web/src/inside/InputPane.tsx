/** The input that is looked at, where it comes from, and what the network says of it. */
import { observer } from "mobx-react-lite";
import { useMemo } from "react";
import type { LookInput, Sent } from "../api/looker.ts";
import { AnswerPart } from "./AnswerPart.tsx";
import { ComparisonChoice } from "./ComparisonChoice.tsx";
import { DrawPad } from "./DrawPad.tsx";
import { PixelCanvas } from "./PixelCanvas.tsx";
import { SamplePicker } from "./SamplePicker.tsx";
import { UploadPad } from "./UploadPad.tsx";
import { useInside } from "./useInside.ts";
import { SOURCE_NAMES } from "./words.ts";

export const InputPane = observer(function InputPane() {
  const { input, looks, network } = useInside();
  const { source, sources } = input;
  if (network.input === null || source === null) return <section className="inside-pane inside-input" />;
  return (
    <section className="inside-pane inside-input" aria-label="Input">
      <div className="segmented" role="group" aria-label="Where the input comes from">
        {sources.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === source}
            onClick={() => {
              input.choose(one);
            }}
          >
            {SOURCE_NAMES[one]}
          </button>
        ))}
      </div>
      {source === "sample" && <SamplePicker />}
      {source === "draw" && <DrawPad background={network.input.background} />}
      {source === "upload" && <UploadPad input={network.input} />}
      {looks.look !== null && <Seen sent={looks.look.sent} input={network.input} />}
      <AnswerPart />
      <ComparisonChoice />
    </section>
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
