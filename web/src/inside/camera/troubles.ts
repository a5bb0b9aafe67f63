/** Why there is no picture of a camera, and what to do about it. */

/** Browsers give cameras only to pages of this machine or over https. */
export class InsecureOrigin extends Error {}
/** The camera stopped by itself. */
export class CameraLost extends Error {}

export interface Trouble {
  readonly what: string;
  readonly advice: string;
}

const REFUSED: Trouble = {
  what: "This page may not use the camera.",
  advice:
    "Allow it beside the page’s address, and in the settings of the system where that asks, too. In a frame of another page it stays forbidden: open this one in a tab of its own.",
};
const NONE: Trouble = { what: "There is no camera.", advice: "Connect one, or upload a photo instead." };
const TAKEN: Trouble = {
  what: "The camera can’t be started.",
  advice: "Another program may be using it: end that, or unplug the camera and plug it in again.",
};
const INSECURE: Trouble = {
  what: "Browsers give cameras only to pages of this machine, or over https.",
  advice:
    "Open the page as http://localhost on the machine that serves it, or through a tunnel (ssh -L 8000:localhost:8000), or put https in front of the server.",
};
const LOST: Trouble = { what: "The camera stopped.", advice: "See whether it is still connected." };

const BY_NAME: Readonly<Record<string, Trouble>> = {
  NotAllowedError: REFUSED,
  SecurityError: REFUSED,
  NotFoundError: NONE,
  OverconstrainedError: NONE,
  NotReadableError: TAKEN,
  AbortError: TAKEN,
};

export function troubleOf(error: unknown): Trouble {
  if (error instanceof InsecureOrigin) return INSECURE;
  if (error instanceof CameraLost) return LOST;
  const [name, message] = error instanceof Error ? [error.name, error.message] : ["", String(error)];
  return BY_NAME[name] ?? { what: "The camera can’t be started.", advice: `The browser says: ${message}` };
}
