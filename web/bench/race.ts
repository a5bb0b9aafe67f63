/** Put into an empty page: lets the drawings of the same points run against each other, in turns. */
import { drawAsScatterGl, drawAsThePage, drawAsThreeAlone, loadCloud } from "./drawings.ts";
import type { Show } from "./drawings.ts";

/** Milliseconds of one frame: in the page's scripts, and until the graphics card has drawn it. */
interface Frame {
  readonly script: number;
  readonly whole: number;
}

interface Runner {
  readonly host: HTMLElement;
  readonly gl: WebGL2RenderingContext;
  readonly show: Show;
}

declare global {
  interface Window {
    race: Race;
  }
}

const EPOCHS = 4;
const DRAWINGS = { page: drawAsThePage, ScatterGL: drawAsScatterGl, "three.js": drawAsThreeAlone };
type Name = keyof typeof DRAWINGS;

/** Run requested frames at once, so that none waits for the screen; or else when the browser does. */
class Frames {
  private readonly waiting = new Map<number, FrameRequestCallback>();
  private readonly ask = window.requestAnimationFrame.bind(window);
  private readonly cancel = window.cancelAnimationFrame.bind(window);
  private last = 0;

  hold(): void {
    window.requestAnimationFrame = (callback) => {
      this.waiting.set(++this.last, callback);
      return this.last;
    };
    window.cancelAnimationFrame = (number) => {
      this.waiting.delete(number);
    };
  }

  next(): void {
    const callbacks = [...this.waiting.values()];
    this.waiting.clear();
    for (const callback of callbacks) callback(performance.now());
  }

  release(): void {
    // What the frames request in turn, the browser runs.
    window.requestAnimationFrame = this.ask;
    window.cancelAnimationFrame = this.cancel;
    this.next();
  }
}

export class Race {
  private readonly frames = new Frames();
  private readonly runners = new Map<Name, Runner>();

  /** Begin with the points of a run, on canvases of one size. */
  async open(run: string, width: number, height: number): Promise<void> {
    const cloud = await loadCloud(run, EPOCHS);
    this.frames.hold();
    for (const [name, draw] of Object.entries(DRAWINGS)) {
      const host = addHost(width, height);
      const show = draw(host, cloud);
      const gl = host.querySelector("canvas")?.getContext("webgl2");
      if (!gl) throw new Error(`${name} draws without WebGL 2`);
      this.runners.set(name as Name, { host, gl, show });
    }
    this.frames.next();
  }

  /** Show one epoch after the other, or moments between them; return each frame. */
  show(name: Name, between: boolean, times: number): Frame[] {
    const runner = this.runner(name);
    this.frames.hold();
    return Array.from({ length: times }, (_, time) =>
      this.frame(runner, between ? (time % (EPOCHS - 1)) + 0.5 : time % EPOCHS),
    );
  }

  /** How many pictures a second reach the screen while one moves through the epochs. */
  async rate(name: Name, milliseconds: number): Promise<number> {
    const { show } = this.runner(name);
    this.frames.release();
    const rate = window.watch.rate(milliseconds);
    const began = performance.now();
    for (let now = began; now < began + milliseconds; now = await new Promise(requestAnimationFrame)) {
      show(((now - began) / 1000) % (EPOCHS - 1));
    }
    return rate;
  }

  /** The share of the pixels that a drawing has painted. */
  inked(name: Name): number {
    const runner = this.runner(name);
    this.frames.hold();
    runner.show(0);
    this.frames.next();
    return window.watch.looksOf({ gl: runner.gl, time: 0 }).inked;
  }

  private frame({ gl, show }: Runner, place: number): Frame {
    const began = performance.now();
    show(place);
    this.frames.next();
    const script = performance.now() - began;
    window.watch.finish(gl);
    return { script, whole: performance.now() - began };
  }

  /** Only one of them is on screen. */
  private runner(name: Name): Runner {
    const chosen = this.runners.get(name);
    if (chosen === undefined) throw new Error(`nothing is drawn as ${name}`);
    for (const runner of this.runners.values()) runner.host.style.visibility = runner === chosen ? "visible" : "hidden";
    return chosen;
  }
}

window.race = new Race();

function addHost(width: number, height: number): HTMLElement {
  const host = document.createElement("div");
  host.style.cssText = `position: absolute; inset: 0 auto auto 0; width: ${width}px; height: ${height}px`;
  document.body.append(host);
  return host;
}
