/** Where the camera is, so that a link comes back to it. */
import { makeAutoObservable, observableRef } from "mobx";

/** The middle of what is seen and how near it is; at zoom 1 the frame that all projections share fills the picture. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export class ViewStore {
  /** Where the camera is now; null is the projection as a whole. */
  view: View | null = null;
  /** Where an address or the run asked for the camera to be. */
  asked: { readonly view: View | null } = { view: null };
  /** Whether a drag draws an outline instead of moving the camera. */
  lassoing = false;

  constructor() {
    makeAutoObservable(this, { view: observableRef, asked: observableRef });
  }

  ask(view: View | null): void {
    this.asked = { view };
    this.view = view;
  }

  see(view: View | null): void {
    this.view = view;
  }

  toggleLasso(): void {
    this.lassoing = !this.lassoing;
  }
}
