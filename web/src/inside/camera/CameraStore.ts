/** A camera as the input: which one, which part of its picture, and the frame that is looked at. */
import { makeAutoObservable, observableRef, reaction } from "mobx";
import type { LookInput } from "../../api/looker.ts";
import type { NamedInput } from "../InputStore.ts";
import type { LooksStore } from "../LooksStore.ts";
import type { NetworkStore } from "../NetworkStore.ts";
import { bytesOfText, textOfBytes } from "../bytes.ts";
import { cameraOf, closeCamera, listCameras, openCamera } from "./cameras.ts";
import type { Camera } from "./cameras.ts";
import { Pace } from "./Pace.ts";
import { prepare } from "./prepare.ts";
import { boxOf, placed, START } from "./region.ts";
import type { Box, Region, Size } from "./region.ts";
import { readSettings, settingsText } from "./settings.ts";
import type { Tones } from "./tones.ts";
import { CameraLost, troubleOf } from "./troubles.ts";
import type { Trouble } from "./troubles.ts";

interface Needs {
  readonly network: Pick<NetworkStore, "input" | "network">;
  readonly looks: Pick<LooksStore, "busy" | "problem">;
}

/** Bytes of a frame that an address holds: those of a character. */
const MOST_IN_ADDRESS = 1024;

type Pixels = Uint8Array<ArrayBuffer>;

export class CameraStore {
  readonly pace = new Pace();
  cameras: readonly Camera[] = [];
  stream: MediaStream | null = null;
  trouble: Trouble | null = null;
  mirrored = false;
  /** The size of the camera's pictures; null until there is one. */
  picture: Size | null = null;
  /** The whole picture that was frozen; null while there is none, or after a reload. */
  still: OffscreenCanvas | null = null;
  frozen = false;
  /** The last gray that became ink in the frame; null where no threshold is used. */
  threshold: number | null = null;
  private frame: {
    readonly input: { readonly kind: "pixels"; readonly pixels: Pixels };
    readonly name: string;
  } | null = null;
  private chosenRegion: Region = START;
  private chosenTones: Partial<Tones> = {};
  private chosenCamera: string | null = null;
  /** Counts how often the user started the camera: a link alone does not. */
  private asked = 0;
  private visible = true;
  private opening: object | null = null;
  /** When the frame that is not answered yet was taken. */
  private takenAt: number | null = null;

  constructor(private readonly inside: Needs) {
    makeAutoObservable<this, "inside" | "frame" | "chosenRegion" | "chosenTones" | "opening" | "takenAt">(this, {
      inside: false,
      pace: false,
      cameras: observableRef,
      stream: observableRef,
      picture: observableRef,
      still: observableRef,
      frame: observableRef,
      chosenRegion: observableRef,
      chosenTones: observableRef,
      opening: false,
      takenAt: false,
    });
  }

  /** What is looked at; null where there is none, or an address has a frame of another size. */
  get wanted(): NamedInput | null {
    const { input } = this.inside.network;
    if (input === null || this.frame === null) return null;
    return this.frame.input.pixels.length === input.height * input.width * input.channels ? this.frame : null;
  }

  /** Whether the user has started it, so that it runs while it is in sight. */
  get started(): boolean {
    return this.asked > 0;
  }

  /** Which one is running, as far as the browser says so. */
  get camera(): string | null {
    return this.chosenCamera ?? (this.stream === null ? null : cameraOf(this.stream));
  }

  get tones(): Tones {
    return { inverted: this.inside.network.input?.background === "black", threshold: "automatic", ...this.chosenTones };
  }

  get region(): Region {
    const { input } = this.inside.network;
    return input === null || this.picture === null ? this.chosenRegion : placed(this.chosenRegion, this.picture, input);
  }

  /** What is cut out, in pixels of the picture as it is shown. */
  get box(): Box | null {
    const { input } = this.inside.network;
    return input === null || this.picture === null ? null : boxOf(this.region, this.picture, input);
  }

  /** Whether a picture is to be looked at now: those that come while one is looked at are dropped. */
  get takes(): boolean {
    const { looks, network } = this.inside;
    return this.stream !== null && network.network !== null && looks.problem === null && !looks.busy;
  }

  /** Start the camera; again, where that failed. */
  start(): void {
    this.asked += 1;
  }

  choose(camera: string | null): void {
    this.chosenCamera = camera;
  }

  mirror(mirrored: boolean): void {
    this.mirrored = mirrored;
  }

  place(region: Region): void {
    this.chosenRegion = region;
    this.chosenRegion = this.region;
  }

  tone(tones: Partial<Tones>): void {
    this.chosenTones = { ...this.chosenTones, ...tones };
  }

  /** The camera has a picture. */
  saw(picture: Size, now: number): void {
    const { picture: known } = this;
    if (known?.width !== picture.width || known.height !== picture.height) this.picture = picture;
    this.pace.saw(now);
  }

  /** Look at colors that were cut out, taken at a time in milliseconds. */
  take(colors: Uint8ClampedArray, shape: LookInput, now: number): void {
    const { pixels, threshold } = prepare(colors, shape, this.tones);
    this.threshold = threshold;
    this.show(pixels);
    this.takenAt = now;
  }

  /** Keep one picture as the input, and let the camera go. */
  freeze(still: OffscreenCanvas): void {
    this.still = still;
    this.frozen = true;
  }

  goOn(): void {
    this.frozen = false;
    this.still = null;
    this.start();
  }

  /** Run the camera while its picture is in sight. Returns how to stop. */
  follow(): () => void {
    const stops = [
      reaction(
        () => (this.started && this.visible && !this.frozen ? `${this.asked} ${this.chosenCamera ?? ""}` : null),
        (wanted) => {
          this.close();
          if (wanted !== null) void this.open(this.chosenCamera);
        },
        { fireImmediately: true },
      ),
      reaction(() => this.inside.looks.busy, this.answer),
      listen(document, "visibilitychange", this.look),
      ...(isSecureContext ? [listen(navigator.mediaDevices, "devicechange", this.list)] : []),
    ];
    this.look();
    return () => {
      for (const stop of stops) stop();
      this.close();
    };
  }

  /** What is looked at as an address has it; null where that is too long. */
  get frameText(): string | null {
    const pixels = this.wanted === null ? null : (this.frame?.input.pixels ?? null);
    return pixels === null || pixels.length > MOST_IN_ADDRESS ? null : textOfBytes(pixels);
  }

  /** As an address has it; null for what is by default. */
  get texts(): { readonly camera: string | null; readonly frame: string | null } {
    const settings = { mirrored: this.mirrored, region: this.chosenRegion, tones: this.chosenTones };
    return { camera: settingsText(settings), frame: this.frozen ? this.frameText : null };
  }

  /** Show what an address has. A frame in it is frozen; the one on screen stays where the address has the same. */
  read(camera: string | undefined, frame: string | undefined): void {
    const { mirrored, region, tones } = readSettings(camera ?? "");
    this.mirrored = mirrored;
    this.chosenRegion = region;
    this.chosenTones = tones;
    if (frame === undefined || frame === this.texts.frame) return;
    this.frozen = true;
    this.still = null;
    this.show(Uint8Array.from(bytesOfText(frame)));
  }

  private show(pixels: Pixels): void {
    this.frame = { input: { kind: "pixels", pixels }, name: this.frozen ? "the frozen frame" : "the camera’s frame" };
  }

  private async open(id: string | null): Promise<void> {
    const opening = {};
    this.opening = opening;
    this.trouble = null;
    try {
      const stream = await openCamera(id);
      if (this.opening === opening) this.begin(stream);
      else closeCamera(stream);
    } catch (error) {
      if (this.opening === opening) this.fail(error);
    }
  }

  private begin(stream: MediaStream): void {
    this.stream = stream;
    this.pace.begin(performance.now());
    stream.getVideoTracks()[0]?.addEventListener("ended", () => {
      this.fail(new CameraLost());
    });
    this.list();
  }

  private fail(error: unknown): void {
    this.close();
    // The one that was chosen is gone: any other will do.
    if (error instanceof OverconstrainedError && this.chosenCamera !== null) this.choose(null);
    else this.trouble = troubleOf(error);
  }

  private close(): void {
    this.opening = null;
    if (this.stream !== null) closeCamera(this.stream);
    this.stream = null;
  }

  private readonly answer = (busy: boolean): void => {
    if (busy || this.takenAt === null) return;
    this.pace.answered(this.takenAt, performance.now());
    this.takenAt = null;
  };

  private readonly look = (): void => {
    this.visible = document.visibilityState === "visible";
  };

  private readonly list = (): void => {
    void listCameras().then(this.keepCameras);
  };

  private readonly keepCameras = (cameras: readonly Camera[]): void => {
    this.cameras = cameras;
  };
}

function listen(target: EventTarget, name: string, listener: () => void): () => void {
  target.addEventListener(name, listener);
  return () => {
    target.removeEventListener(name, listener);
  };
}
