/** The stores of the tool, and when their data are loaded. */
import { reaction } from "mobx";
import { sameBlocks } from "../../loaded/blocks.ts";
import type { Page } from "../../page/Page.ts";
import { NeighborhoodStore } from "./NeighborhoodStore.ts";
import { SampleHistoryStore } from "./SampleHistoryStore.ts";
import { SampleStore } from "./SampleStore.ts";

export class SampleTool {
  readonly sample: SampleStore;
  readonly sampleHistory: SampleHistoryStore;
  readonly neighborhood: NeighborhoodStore;

  constructor(readonly page: Page) {
    this.sample = new SampleStore(page);
    this.sampleHistory = new SampleHistoryStore(page);
    this.neighborhood = new NeighborhoodStore(page, this.sample);
  }

  /** Load while the tool is open, and open it when a sample is to be inspected. Return a function that stops this. */
  start(): () => void {
    const { positions, inspected, workspace } = this.page;
    const stops = [
      inspected.openWith(() => {
        workspace.show("sample");
      }),
      reaction(
        () => (positions.complete && workspace.open === "sample" ? this.sample.requiredBlocks : null),
        (required) => {
          if (required !== null) this.load();
        },
        { equals: sameBlocks },
      ),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }

  /** Load the data about the inspected sample; what is already loaded is not requested again. */
  load(): void {
    const { blocks, dynamics, run, sources, timeline } = this.page;
    const { requiredBlocks } = this.sample;
    if (run.manifest === null || requiredBlocks === null) return;
    dynamics.want();
    void dynamics.load(run.manifest, timeline.epoch);
    void sources.load(run.manifest);
    void blocks.load(requiredBlocks);
  }
}
