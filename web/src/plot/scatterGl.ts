/** ScatterGL, with the internals that ScatterView takes over. The only importer of scatter-gl. */
import { ScatterGL } from "scatter-gl";
import type { OrthographicCamera, Scene, WebGLRenderer, WebGLRenderTarget } from "three";
import type { OrbitControls } from "three/addons/controls/OrbitControls.js";
import type { PointVisualizer } from "./PointVisualizer.ts";

export interface PlotInternals {
  readonly renderer: WebGLRenderer;
  readonly scene: Scene;
  readonly camera: OrthographicCamera;
  readonly orbitCameraControls: OrbitControls;
  readonly pickingTexture: WebGLRenderTarget;
  computeLayoutValues(): [width: number, height: number];
  render(): void;
  setNearestPointToMouse(event: MouseEvent): void;
}

interface ScatterInternals {
  readonly scatterPlot: PlotInternals;
  initializePointVisualizer(): PointVisualizer;
}

/** Fixes ScatterGL's world to -1…1; samples never pass through its Dataset. */
const WORLD = () =>
  new ScatterGL.Dataset([
    [-1, -1],
    [1, 1],
  ]);

/** Create a plot that draws our points. Throws where the browser has no WebGL 2. */
export function makePlot(host: HTMLElement, points: PointVisualizer, requestDraw: () => void): PlotInternals {
  const scatter = new ScatterGL(host, {
    rotateOnStart: false,
    selectEnabled: false,
    showLabelsOnHover: false,
    styles: { axesVisible: false, fog: { enabled: false } },
  });
  const internals = scatter as unknown as ScatterInternals;
  internals.initializePointVisualizer = () => points;
  // From here on a render only requests one frame; ScatterGL's own scans all points and draws twice.
  internals.scatterPlot.render = requestDraw;
  scatter.render(WORLD());
  return internals.scatterPlot;
}

/** Run a constructor; return its result, and a function that removes the listeners it added to the window. */
export function withWindowListeners<Made>(make: () => Made): [made: Made, removeListeners: () => void] {
  const added: Parameters<typeof window.addEventListener>[] = [];
  const own = Object.getOwnPropertyDescriptor(window, "addEventListener");
  const original = window.addEventListener.bind(window);
  window.addEventListener = (...listener: Parameters<typeof window.addEventListener>) => {
    added.push(listener);
    original(...listener);
  };
  try {
    return [
      make(),
      () => {
        for (const listener of added) window.removeEventListener(...listener);
      },
    ];
  } finally {
    if (own === undefined) Reflect.deleteProperty(window, "addEventListener");
    else Object.defineProperty(window, "addEventListener", own);
  }
}
