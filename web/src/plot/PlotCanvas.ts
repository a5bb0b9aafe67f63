/** The canvas of a plot: it has the size of its container, draws at most once per frame, and reports its pointer. */
import type { PointVisualizer } from "./PointVisualizer.ts";
import type { Size } from "./camera.ts";
import { makePlot, withWindowListeners } from "./scatterGl.ts";
import type { PlotInternals } from "./scatterGl.ts";

export interface CanvasEvents {
  /** Draw now. */
  onDraw(): void;
  onResize(size: Size): void;
  /** The pointer is at a place in the plot, in CSS pixels. */
  onPoint(x: number, y: number): void;
  onLeave(): void;
  /** The graphics card dropped the context. */
  onLost(): void;
  /** It can draw again, on a new canvas. */
  onRestored(): void;
}

export class PlotCanvas {
  readonly host = document.createElement("div");
  size: Size;
  private readonly plot: PlotInternals;
  private readonly removeWindowListeners: () => void;
  private readonly observer = new ResizeObserver(() => {
    this.resize();
  });
  private pendingDraw: number | null = null;

  /** Throws where the browser has no WebGL 2. */
  constructor(
    private readonly container: HTMLElement,
    points: PointVisualizer,
    private readonly events: CanvasEvents,
  ) {
    this.host.className = "scatter-host";
    this.size = sizeOf(container);
    // ScatterGL measures its element once, in its constructor.
    this.fitHost();
    container.append(this.host);
    const requestDraw = () => {
      this.requestDraw();
    };
    [this.plot, this.removeWindowListeners] = withWindowListeners(() => makePlot(this.host, points, requestDraw));
  }

  get camera() {
    return this.plot.camera;
  }

  get controls() {
    return this.plot.orbitCameraControls;
  }

  get element(): HTMLCanvasElement {
    return this.plot.renderer.domElement;
  }

  /** Follow the container and the pointer, once everything that hears of it is there. */
  start(): void {
    const { plot, host, element } = this;
    plot.pickingTexture.dispose();
    // ScatterGL draws everything again for every hovered sample, so it gets to know none.
    plot.setNearestPointToMouse = (event) => {
      this.events.onPoint(event.offsetX, event.offsetY);
    };
    host.addEventListener("pointerleave", () => {
      this.events.onLeave();
    });
    // Touch has no hover: a tap shows the sample under it.
    host.addEventListener("pointerdown", (event) => {
      if (event.pointerType === "touch") this.events.onPoint(event.offsetX, event.offsetY);
    });
    element.addEventListener("webglcontextlost", this.onContextLost);
    element.addEventListener("webglcontextrestored", this.onContextRestored);
    this.resize();
    this.observer.observe(this.container);
  }

  requestDraw(): void {
    this.pendingDraw ??= requestAnimationFrame(() => {
      this.draw();
    });
  }

  setBackground(color: number): void {
    this.plot.renderer.setClearColor(color, 1);
  }

  render(pixelRatio: number): void {
    const { camera, renderer, scene } = this.plot;
    if (renderer.getPixelRatio() !== pixelRatio) renderer.setPixelRatio(pixelRatio);
    renderer.render(scene, camera);
  }

  /** Draw or describe something while the canvas has another size; the page shows it again before its next frame. */
  sized<Result>(size: Size, draw: () => Result): Result {
    const { size: before } = this;
    this.resizeTo(size);
    try {
      return draw();
    } finally {
      this.resizeTo(before);
      this.requestDraw();
    }
  }

  dispose(): void {
    const { renderer } = this.plot;
    this.cancelDraw();
    this.observer.disconnect();
    this.removeWindowListeners();
    this.element.removeEventListener("webglcontextlost", this.onContextLost);
    this.element.removeEventListener("webglcontextrestored", this.onContextRestored);
    renderer.dispose();
    // Browsers keep a page's contexts until garbage collection, and drop the oldest beyond sixteen.
    if (!renderer.getContext().isContextLost()) renderer.forceContextLoss();
    this.host.remove();
  }

  private readonly onContextLost = (event: Event): void => {
    // Without this the browser never gives the context back.
    event.preventDefault();
    this.events.onLost();
  };

  private readonly onContextRestored = (): void => {
    this.events.onRestored();
  };

  private resize(): void {
    const size = sizeOf(this.container);
    // A collapsed panel has no size; a camera fitted to it would never recover.
    if (size.width < 1 || size.height < 1) return;
    this.size = size;
    this.fitHost();
    this.plot.computeLayoutValues();
    this.plot.renderer.setPixelRatio(window.devicePixelRatio);
    this.plot.renderer.setSize(size.width, size.height);
    this.events.onResize(size);
    // Resizing cleared the canvas: draw before the browser shows it.
    this.draw();
  }

  /** Without the element, which stays as large as it is. */
  private resizeTo(size: Size): void {
    this.size = size;
    this.plot.renderer.setSize(size.width, size.height, false);
  }

  private fitHost(): void {
    Object.assign(this.host.style, { width: `${this.size.width}px`, height: `${this.size.height}px` });
  }

  private draw(): void {
    this.cancelDraw();
    this.events.onDraw();
  }

  private cancelDraw(): void {
    if (this.pendingDraw !== null) cancelAnimationFrame(this.pendingDraw);
    this.pendingDraw = null;
  }
}

function sizeOf(container: HTMLElement): Size {
  return { width: Math.max(1, container.clientWidth), height: Math.max(1, container.clientHeight) };
}
