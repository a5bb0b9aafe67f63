/** Put into a page before its own scripts: tells when a picture was drawn, to the end of the graphics card's work. */

type Gl = WebGL2RenderingContext;

interface Drawn {
  readonly gl: Gl;
  /** When the page's scripts were done with it, and the graphics card; in milliseconds since the navigation. */
  readonly called: number;
  readonly time: number;
}

interface Picture {
  /** When it was drawn, in milliseconds since the navigation. */
  readonly time: number;
  /** Pictures that look alike have the same number. */
  readonly print: number;
  /** The share of its pixels that are not background. */
  readonly inked: number;
}

interface Answer extends Picture {
  /** From the input until the page's scripts were done, including the animation frame. */
  readonly script: number;
  /** From the input until the plot was drawn. */
  readonly milliseconds: number;
}

interface Shown {
  /** Milliseconds from the input until the answer is laid out in the page. */
  readonly shown: number;
  /** Milliseconds until the plot is drawn too. */
  readonly drawn: number;
}

interface WordsAnswer extends Shown {
  /** Nothing where what said them is gone. */
  readonly words: string;
  /** Milliseconds until the page's scripts have put them there. */
  readonly script: number;
}

declare global {
  interface Window {
    watch: Watch;
  }
}

/** In milliseconds; what takes longer will not come. */
const PATIENCE = 30_000;
const A_WHILE = 300;
const OBJECTS = ["Buffer", "Framebuffer", "Program", "Renderbuffer", "Shader", "Texture", "VertexArray"];

export class Watch {
  /** What WebGL has made and not thrown away. */
  objects = 0;
  /** The first picture of an epoch since the navigation. */
  readonly first: Promise<Picture>;
  private pictures = 0;
  private last: Gl | null = null;
  /** How often the page has said which epoch it shows. */
  private said = 0;
  private drawing = false;
  private readonly gone = new WeakSet();
  private readonly waiting = new Set<(gl: Gl) => void>();

  constructor() {
    for (const call of ["drawArrays", "drawElements"])
      afterEvery(call, (gl) => {
        this.noteDraw(gl);
      });
    for (const object of OBJECTS) {
      afterEvery(`create${object}`, () => {
        this.objects += 1;
      });
      afterEvery(`delete${object}`, (_, deleted) => {
        this.noteGone(deleted);
      });
    }
    new MutationObserver(() => {
      this.said += 1;
    }).observe(document, { subtree: true, attributeFilter: ["data-epoch"] });
    this.first = this.drawn(() => this.said > 0).then((drawn) => this.looksOf(drawn));
    // Some pages never show an epoch, and no benchmark reads it there.
    this.first.catch(() => undefined);
  }

  /** The picture of an epoch, after the next such event. */
  epoch(event: string, epoch: number): Promise<Answer> {
    return this.answer(event, () => shownEpoch() === epoch);
  }

  /** The first picture of another layer or setting. */
  projection(event: string): Promise<Answer> {
    const { said } = this;
    return this.answer(event, () => this.said > said);
  }

  /** The next picture, whatever it shows. */
  plot(event: string): Promise<Answer> {
    return this.answer(event, () => true);
  }

  /** A card that says what the pointer is on, and whatever is drawn with it. */
  async hover(): Promise<Shown> {
    const moved = nextTime("pointermove");
    await frameWith(hoverCard);
    return this.shown(moved);
  }

  /** Other words than before at a place of the page, after the next such event, and whatever is drawn with them. */
  async words(event: string, selector: string): Promise<WordsAnswer> {
    const [before, happened] = [wordsAt(selector), nextTime(event)];
    await change(() => wordsAt(selector) !== before);
    const script = performance.now() - happened();
    await new Promise(requestAnimationFrame);
    return { words: wordsAt(selector), script, ...(await this.shown(happened)) };
  }

  /** Step through the epochs that many times, backwards and again from the last; for a page that cuts between epochs. */
  async step(times: number): Promise<void> {
    for (let step = 0; step < times; step++) {
      const before = shownEpoch();
      const drawn = this.drawn(() => shownEpoch() !== before);
      const key = before === 0 ? "End" : "ArrowLeft";
      window.dispatchEvent(new KeyboardEvent("keydown", { key }));
      await drawn;
    }
  }

  /** How many pictures a second are drawn for a while. */
  async rate(milliseconds: number): Promise<number> {
    const [began, before] = [performance.now(), this.pictures];
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    return (1000 * (this.pictures - before)) / (performance.now() - began);
  }

  /** Wait until nothing has been drawn for a while. */
  async rest(): Promise<void> {
    for (let before = -1; before !== this.pictures;) {
      before = this.pictures;
      await new Promise((resolve) => setTimeout(resolve, A_WHILE));
    }
  }

  /** Wait for the graphics card: `gl.finish()` does not in Chromium, reading a pixel does. */
  finish(gl: Gl): void {
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
  }

  looksOf({ gl, time }: Pick<Drawn, "gl" | "time">): Picture {
    const { drawingBufferWidth: width, drawingBufferHeight: height } = gl;
    const pixels = new Uint32Array(width * height);
    gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(pixels.buffer));
    const print = pixels.reduce((sum, pixel) => (Math.imul(sum, 31) + pixel) | 0, 0);
    const inked = pixels.reduce((sum, pixel) => sum + (pixel === pixels[0] ? 0 : 1), 0);
    return { time, print, inked: inked / pixels.length };
  }

  private async answer(event: string, holds: () => boolean): Promise<Answer> {
    const happened = nextTime(event);
    const drawn = await this.drawn(() => !Number.isNaN(happened()) && holds());
    return { ...this.looksOf(drawn), script: drawn.called - happened(), milliseconds: drawn.time - happened() };
  }

  /** In a frame: wait until it is laid out, and drawn. */
  private async shown(happened: () => number): Promise<Shown> {
    // In the task after a frame the browser has laid out what was new in it.
    await new Promise((resolve) => setTimeout(resolve));
    const shown = performance.now() - happened();
    if (this.last !== null) this.finish(this.last);
    return { shown, drawn: performance.now() - happened() };
  }

  /** Resolve when a picture was drawn while something holds, before the browser takes it away to show it. */
  private drawn(holds: () => boolean): Promise<Drawn> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        reject(new Error(`no picture within ${PATIENCE} ms`));
      }, PATIENCE);
      const look = (gl: Gl) => {
        if (!holds()) return;
        clearTimeout(late);
        this.waiting.delete(look);
        const called = performance.now();
        this.finish(gl);
        resolve({ gl, called, time: performance.now() });
      };
      this.waiting.add(look);
    });
  }

  private noteDraw(gl: Gl): void {
    if (this.drawing) return;
    this.drawing = true;
    // After the last call of the same picture.
    queueMicrotask(() => {
      this.drawing = false;
      this.pictures += 1;
      this.last = gl;
      for (const look of this.waiting) look(gl);
    });
  }

  private noteGone(deleted: unknown): void {
    if (typeof deleted !== "object" || deleted === null || this.gone.has(deleted)) return;
    this.gone.add(deleted);
    this.objects -= 1;
  }
}

window.watch = new Watch();

function shownEpoch(): number | null {
  const { epoch } = document.querySelector<HTMLElement>("[data-testid=scatter]")?.dataset ?? {};
  return epoch === undefined ? null : Number(epoch);
}

function hoverCard(): Element | null {
  return document.querySelector("[data-testid=hover-card]");
}

function wordsAt(selector: string): string {
  return document.querySelector(selector)?.textContent ?? "";
}

/** Wait until words of the page have changed so that something holds. */
function change(holds: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const looks = new MutationObserver(() => {
      if (holds()) end(resolve);
    });
    const late = setTimeout(() => {
      end(() => {
        reject(new Error(`no other words within ${PATIENCE} ms`));
      });
    }, PATIENCE);
    const end = (tell: () => void) => {
      clearTimeout(late);
      looks.disconnect();
      tell();
    };
    looks.observe(document, { subtree: true, childList: true, characterData: true });
  });
}

async function frameWith(find: () => Element | null): Promise<void> {
  const late = performance.now() + PATIENCE;
  while (find() === null) {
    if (performance.now() > late) throw new Error(`nothing within ${PATIENCE} ms`);
    await new Promise(requestAnimationFrame);
  }
}

/** Return when the next such event came from the user's hand; not a number before that. */
function nextTime(event: string): () => number {
  let time = NaN;
  window.addEventListener(
    event,
    ({ timeStamp }) => {
      time = timeStamp;
    },
    { capture: true, once: true },
  );
  return () => time;
}

function afterEvery(name: string, then: (gl: Gl, given: unknown) => void): void {
  const calls = WebGL2RenderingContext.prototype as unknown as Record<string, (...given: unknown[]) => unknown>;
  const original = calls[name];
  if (original === undefined) throw new Error(`WebGL 2 has no ${name}`);
  calls[name] = function (this: Gl, ...given) {
    const result = original.apply(this, given);
    then(this, given[0]);
    return result;
  };
}
