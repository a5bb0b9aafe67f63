/** The camera, so that a link can restore it. */
import { makeAutoObservable, observableRef } from "mobx";

/** Center and zoom; at zoom 1 the frame that all projections share fills the plot. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export class ViewStore {
  /** The camera now; null shows the whole projection. */
  view: View | null = null;
  /** Where the camera is, also while it shows the whole projection; null while there is no plot. */
  camera: View | null = null;
  /** The camera that an address or the run last requested. */
  requested: { readonly view: View | null } = { view: null };
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

  toggleLasso(): void {
    this.lassoing = !this.lassoing;
  }
}
