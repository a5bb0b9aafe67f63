/** The camera's picture, or the frozen one, with the part that the network sees, and that part cut out. */
import { reaction } from "mobx";
import { observer } from "mobx-react-lite";
import { useEffect, useRef } from "react";
import type { RefObject } from "react";
import type { LookInput } from "../../api/looker.ts";
import type { CameraStore } from "./CameraStore.ts";
import { cutOut, followPictures, sizeOf, stillOf } from "./cut.ts";
import { finenessOf } from "./prepare.ts";
import { RegionFrame } from "./RegionFrame.tsx";

interface Props {
  readonly camera: CameraStore;
  readonly input: LookInput;
}

export const CameraView = observer(function CameraView({ camera, input }: Props) {
  const video = useRef<HTMLVideoElement>(null);
  const cut = useRef<HTMLCanvasElement>(null);
  const { frozen, mirrored, picture, still, stream } = camera;
  useEffect(() => followCamera(camera, video.current, cut.current, input), [camera, stream, input]);
  useEffect(() => followStill(camera, cut.current, input), [camera, still, input]);
  const fineness = finenessOf(input);
  return (
    <>
      {(stream !== null || still !== null) && (
        <div
          className="camera-view"
          data-mirrored={mirrored}
          style={{ aspectRatio: picture === null ? "4 / 3" : `${picture.width} / ${picture.height}` }}
        >
          {/* A camera has no captions, and is requested without its sound. */}
          {stream !== null && <video ref={video} muted autoPlay playsInline aria-label="Picture of the camera" />}
          {still !== null && <StillCanvas still={still} />}
          {picture !== null && <RegionFrame camera={camera} />}
        </div>
      )}
      <div className="camera-cut">
        <canvas
          ref={cut}
          hidden={stream === null && still === null}
          width={input.width * fineness}
          height={input.height * fineness}
          role="img"
          aria-label="What is cut out"
        />
        <div className="camera-choices">
          <FreezeButton camera={camera} video={video} />
          {(stream !== null || still !== null) && <Mirror camera={camera} />}
          {frozen && still === null && <p className="hint">A frozen frame, as the network sees it, from the link.</p>}
        </div>
      </div>
    </>
  );
});

const FreezeButton = observer(function FreezeButton({
  camera,
  video,
}: {
  camera: CameraStore;
  video: RefObject<HTMLVideoElement | null>;
}) {
  const change = () => {
    if (camera.frozen) camera.goOn();
    else if (video.current !== null) camera.freeze(stillOf(video.current));
  };
  return (
    <button
      type="button"
      className="button small"
      disabled={!camera.frozen && camera.picture === null}
      onClick={change}
    >
      {camera.frozen ? "Go on" : "Freeze"}
    </button>
  );
});

const Mirror = observer(function Mirror({ camera }: { camera: CameraStore }) {
  return (
    <label className="check">
      <input
        type="checkbox"
        checked={camera.mirrored}
        onChange={({ target }) => {
          camera.mirror(target.checked);
        }}
      />{" "}
      Mirrored
    </label>
  );
});

function StillCanvas({ still }: { still: OffscreenCanvas }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    canvas.current?.getContext("2d")?.drawImage(still, 0, 0);
  }, [still]);
  return <canvas ref={canvas} width={still.width} height={still.height} role="img" aria-label="The frozen picture" />;
}

/** Look at the newest picture of the camera as soon as the one before is answered. Returns how to stop. */
function followCamera(
  camera: CameraStore,
  video: HTMLVideoElement | null,
  cut: HTMLCanvasElement | null,
  input: LookInput,
): (() => void) | undefined {
  if (video === null || cut === null) return undefined;
  video.srcObject = camera.stream;
  let newest: number | null = null;
  const look = () => {
    if (newest === null || !camera.takes || camera.box === null) return;
    camera.take(cutOut(video, camera.box, cut, camera.mirrored), input, newest);
    newest = null;
  };
  const stops = [
    followPictures(video, (takenAt) => {
      camera.saw(sizeOf(video), performance.now());
      newest = takenAt;
      look();
    }),
    reaction(() => camera.takes, look),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Look at the frozen picture, and again after each change of what is cut out of it. Returns how to stop. */
function followStill(camera: CameraStore, cut: HTMLCanvasElement | null, input: LookInput): (() => void) | undefined {
  const { still } = camera;
  if (still === null || cut === null) return undefined;
  return reaction(
    () => ({ box: camera.box, mirrored: camera.mirrored, tones: camera.tones }),
    ({ box, mirrored }) => {
      if (box !== null) camera.take(cutOut(still, box, cut, mirrored), input, performance.now());
    },
    { fireImmediately: true },
  );
}
