/** The cameras that the browser gives. */
import { InsecureOrigin } from "./troubles.ts";

export interface Camera {
  /** Changes with the site, and when its permission is taken back. */
  readonly id: string;
  readonly name: string;
}

/** More than any of the networks takes, and the least that every camera has. */
const WANTED: MediaTrackConstraints = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 } };

/** Start a camera, or the one that the browser prefers; the user is asked the first time. */
export async function openCamera(id: string | null): Promise<MediaStream> {
  // Elsewhere the browser has no such thing, whatever its types say.
  if (!isSecureContext) throw new InsecureOrigin();
  const which: MediaTrackConstraints =
    id === null ? { facingMode: { ideal: "environment" } } : { deviceId: { exact: id } };
  return navigator.mediaDevices.getUserMedia({ audio: false, video: { ...WANTED, ...which } });
}

export function closeCamera(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** Return the cameras; their names are known only once one was allowed. */
export async function listCameras(): Promise<readonly Camera[]> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices
    .filter(({ kind }) => kind === "videoinput")
    .map(({ deviceId, label }, at) => ({ id: deviceId, name: label || `Camera ${at + 1}` }));
}

/** Return which camera a stream is of. */
export function cameraOf(stream: MediaStream): string | null {
  return stream.getVideoTracks()[0]?.getSettings().deviceId ?? null;
}
