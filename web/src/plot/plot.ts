/** What ScatterView reaches into ScatterGL for: private there, so written down here once. */
import type { OrthographicCamera, Scene, WebGLRenderer, WebGLRenderTarget } from "three";
import type { OrbitControls } from "three/addons/controls/OrbitControls.js";
import type { PointVisualizer } from "./PointVisualizer.ts";

export interface PlotInternals {
  readonly renderer: WebGLRenderer;
  readonly scene: Scene;
  readonly camera: OrthographicCamera;
  readonly orbitCameraControls: OrbitControls;
  readonly pickingTexture: WebGLRenderTarget;
  nearestPoint: number | null;
  lastHovered: number | null;
  computeLayoutValues(): [width: number, height: number];
  render(): void;
  setNearestPointToMouse(event: MouseEvent): void;
}

export interface ScatterInternals {
  readonly scatterPlot: PlotInternals;
  initializePointVisualizer(): PointVisualizer;
}

/** Run a constructor and return what it made with a function that takes back its listeners on the window. */
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
