/** The stores of the tool, which tell of the sample that is inspected, and when what they need is loaded. */
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
    const { api, run, projection, classes, timeline, predictions, measures, card, inspected, blocks } = page;
    this.sample = new SampleStore(api, run, projection, card, inspected);
    this.sampleHistory = new SampleHistoryStore(run, classes, timeline, predictions, measures, inspected, blocks);
    this.neighborhood = new NeighborhoodStore(run, projection, classes, timeline, inspected, this.sample, blocks);
  }

  /** Load while the tool is open, and open it for a sample that is to be looked at. Returns how to stop. */
  start(): () => void {
    const { positions, inspected, workspace } = this.page;
    const stops = [
      inspected.openWith(() => {
        workspace.show("sample");
      }),
      reaction(
        () => (positions.complete && workspace.open === "sample" ? this.sample.wanted : null),
        (wanted) => {
          if (wanted !== null) this.load();
        },
        { equals: sameBlocks },
      ),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }

  /** Load what tells of the inspected sample; what is here already is not requested again. */
  load(): void {
    const { blocks, dynamics, run, sources, timeline } = this.page;
    const { wanted } = this.sample;
    if (run.manifest === null || wanted === null) return;
    dynamics.want();
    void dynamics.load(run.manifest, timeline.epoch);
    void sources.load(run.manifest.name);
    void blocks.load(wanted);
  }
}
