/** The camera and the size of points, so that a link can restore them. */
import { makeAutoObservable, observableRef } from "mobx";

/** Center and zoom; at zoom 1 the frame that all projections share fills the plot. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export const POINT_SIZES = { least: 0.5, most: 3, step: 0.1 } as const;

export class ViewStore {
  /** The camera now; null shows the whole projection. */
  view: View | null = null;
  /** Where the camera is, also while it shows the whole projection; null while there is no plot. */
  camera: View | null = null;
  /** The camera that an address or the run last requested. */
  requested: { readonly view: View | null } = { view: null };
  /** The factor that points are larger by. */
  pointSize = 1;
  /** Whether a drag draws a lasso instead of moving the camera. */
  lassoing = false;

  constructor() {
    makeAutoObservable(this, { view: observableRef, camera: observableRef, requested: observableRef });
  }

  goTo(view: View | null): void {
    this.requested = { view };
    this.view = view;
  }

  follow(view: View | null, camera: View | null = view): void {
    this.view = view;
    this.camera = camera;
  }

  resizePoints(factor: number): void {
    this.pointSize = Math.min(POINT_SIZES.most, Math.max(POINT_SIZES.least, factor));
  }

  toggleLasso(): void {
    this.lassoing = !this.lassoing;
  }
}
