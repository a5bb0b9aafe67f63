/** The sample under the pointer, or hovered elsewhere on the page: reported, and marked with a ring. */
import type { HoveredInPlot } from "../page/HoverStore.ts";
import { emptierSide } from "./emptierSide.ts";
import { colorAt, isDrawn, positionIn } from "./drawn.ts";
import type { Drawn } from "./drawn.ts";
import { Ring } from "./overlay.ts";
import type { Overlays } from "./Overlays.ts";

export class Pointing {
  private readonly ring: Ring;
  private hovered: number | null = null;
  /** Of the hovered sample; it stays, or the card would jump as samples pass. */
  private emptier: HoveredInPlot["emptier"] = "right";
  private ringed: number | null = null;

  constructor(
    host: HTMLElement,
    private readonly overlays: Pick<Overlays, "tileOf">,
    /** What is drawn now; null while nothing is. */
    private readonly drawn: () => Drawn | null,
    private readonly onHover: (hovered: HoveredInPlot | null) => void,
  ) {
    this.ring = new Ring(host);
  }

  /** The sample under the pointer, or reached by keyboard. */
  get sample(): number | null {
    return this.hovered;
  }

  hover(sample: number | null): void {
    const drawn = this.drawn();
    if (sample !== null && sample !== this.hovered && drawn !== null) this.emptier = emptierSide(drawn, sample);
    this.hovered = sample;
    this.report(drawn);
    this.placeRing(drawn);
  }

  /** Ring a sample that is hovered elsewhere; the one under the pointer takes precedence. */
  mark(sample: number | null): void {
    this.ringed = sample;
    this.placeRing(this.drawn());
  }

  /** Follow the hovered sample, which moves with the epochs and the zoom and may have been hidden, in what is drawn. */
  update(drawn: Drawn | null): void {
    const { hovered } = this;
    if (hovered !== null && drawn !== null && !isDrawn(drawn.states, hovered)) this.hovered = null;
    if (hovered !== null) this.report(drawn);
    this.placeRing(drawn);
  }

  private report(drawn: Drawn | null): void {
    if (this.hovered === null || drawn === null) {
      this.onHover(null);
      return;
    }
    const [x, y] = positionIn(drawn, this.hovered);
    this.onHover({ sample: this.hovered, x, y, emptier: this.emptier });
  }

  private placeRing(drawn: Drawn | null): void {
    const sample = this.hovered ?? this.ringed;
    const tile = sample === null ? null : this.overlays.tileOf(sample);
    if (sample === null || drawn === null || !isDrawn(drawn.states, sample)) this.ring.hide();
    else if (tile !== null) this.ring.frame(tile);
    else this.ring.show(positionIn(drawn, sample), drawn.points.diameter, colorAt(drawn, sample));
  }
}
