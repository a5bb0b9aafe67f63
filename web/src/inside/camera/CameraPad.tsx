/** A camera as the input: its picture with the part that the network sees, and what is done to that part. */
import { observer } from "mobx-react-lite";
import { useEffect } from "react";
import type { LookInput } from "../../api/looker.ts";
import { Select } from "../../ui/Select.tsx";
import { useInside } from "../useInside.ts";
import type { CameraStore } from "./CameraStore.ts";
import { CameraView } from "./CameraView.tsx";
import type { Paces } from "./Pace.ts";
import { ToneChoice } from "./ToneChoice.tsx";
import type { Trouble } from "./troubles.ts";
import "./camera.css";

export const CameraPad = observer(function CameraPad({ input }: { input: LookInput }) {
  const { camera, network } = useInside();
  useEffect(() => camera.follow(), [camera]);
  const { cameras, frozen, started, stream, trouble } = camera;
  return (
    <div className="camera">
      {trouble !== null && <TroubleNote trouble={trouble} camera={camera} />}
      {trouble === null && !started && !frozen && <Invitation camera={camera} />}
      {trouble === null && started && stream === null && !frozen && (
        <p className="hint" role="status">
          Starting the camera: the browser may ask you for it.
        </p>
      )}
      {cameras.length > 1 && !frozen && <CameraChoice camera={camera} />}
      {(stream !== null || frozen) && <CameraView camera={camera} input={input} />}
      {(stream !== null || camera.still !== null) && input.channels === 1 && <ToneChoice camera={camera} />}
      {stream !== null && camera.pace.shown !== null && <PaceNote paces={camera.pace.shown} />}
      <p className="hint">{whereFramesGo(network.computedHere)}</p>
    </div>
  );
});

const TroubleNote = observer(function TroubleNote({ trouble, camera }: { trouble: Trouble; camera: CameraStore }) {
  return (
    <div className="camera-trouble" role="alert">
      <p>
        <strong>{trouble.what}</strong> {trouble.advice}
      </p>
      <StartButton camera={camera} name="Try again" />
    </div>
  );
});

/** A link does not start a camera. */
function Invitation({ camera }: { camera: CameraStore }) {
  return (
    <div className="camera-trouble">
      <StartButton camera={camera} name="Start the camera" />
    </div>
  );
}

function StartButton({ camera, name }: { camera: CameraStore; name: string }) {
  return (
    <button
      type="button"
      className="button small"
      onClick={() => {
        camera.start();
      }}
    >
      {name}
    </button>
  );
}

const CameraChoice = observer(function CameraChoice({ camera }: { camera: CameraStore }) {
  return (
    <Select
      label="Camera"
      value={camera.camera ?? ""}
      onChoose={(id) => {
        camera.choose(id);
      }}
    >
      {camera.cameras.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </Select>
  );
});

function PaceNote({ paces: { looks, frames, delay } }: { paces: Paces }) {
  return (
    <p className="hint camera-pace" data-testid="pace">
      {`${looks.toFixed(0)} looks a second at ${frames.toFixed(0)} frames; an answer takes ${delay.toFixed(0)} ms`}
    </p>
  );
}

function whereFramesGo(computedHere: boolean): string {
  if (computedHere) return "No frame leaves this browser, which computes the network itself.";
  return `Only what the network sees is sent, to the server of this page (${location.host}), which keeps it in memory and never on disk.`;
}
