/** What is done to the gray of a camera, as a network for characters expects it. */
import { observer } from "mobx-react-lite";
import { Select } from "../../ui/Select.tsx";
import type { CameraStore } from "./CameraStore.ts";

const WAYS = { automatic: "Automatic", chosen: "Chosen", off: "Off" } as const;
const MIDDLE = 128;

export const ToneChoice = observer(function ToneChoice({ camera }: { camera: CameraStore }) {
  const { threshold, tones } = camera;
  const way = typeof tones.threshold === "number" ? "chosen" : tones.threshold;
  return (
    <div className="camera-tones">
      <label className="check">
        <input
          type="checkbox"
          checked={tones.inverted}
          onChange={({ target }) => {
            camera.tone({ inverted: target.checked });
          }}
        />{" "}
        Inverted: dark ink becomes bright
      </label>
      <Select
        label="Threshold"
        className="beside"
        value={way}
        onChoose={(chosen) => {
          if (chosen === "chosen") camera.tone({ threshold: threshold ?? MIDDLE });
          else if (chosen === "automatic" || chosen === "off") camera.tone({ threshold: chosen });
        }}
      >
        {Object.entries(WAYS).map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </Select>
      {threshold !== null && way !== "off" && (
        <div className="camera-threshold">
          <input
            type="range"
            aria-label="Gray up to which all is ink"
            min={0}
            max={255}
            value={threshold}
            style={{ "--filled": threshold / 255 }}
            onChange={({ target }) => {
              camera.tone({ threshold: target.valueAsNumber });
            }}
          />
          <output>{threshold}</output>
        </div>
      )}
    </div>
  );
});
