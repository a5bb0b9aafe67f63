/** A film: a canvas that is painted frame by frame, and what it becomes as a file. */

export interface Film {
  readonly canvas: HTMLCanvasElement;
  readonly frames: number;
  readonly paint: (frame: number) => Promise<void>;
  /** Called when a frame is in the file. */
  readonly onFrame: (frame: number) => void;
}

export interface FilmFile {
  readonly content: Blob;
  readonly extension: "mp4" | "webm" | "gif";
}
