/** What a plot is to draw, as it was set last: kept here for picking and saving, and on the graphics card for drawing. */
import type { Centers } from "../numbers/centers.ts";
import type { Paint } from "../numbers/paint.ts";
import type { Tile } from "../numbers/samples.ts";
import { colorOfCode, isDrawn, nearestEpoch } from "./drawn.ts";
import type { Center, ClassNames, Density, Drawn } from "./drawn.ts";
import type { Placement } from "./frame.ts";
import { faint, raisedStyleOf, SKINS, styleOf } from "./looks.ts";
import type { Skin } from "./looks.ts";
import { inOrder, mixedOrder, rankedOrder } from "./order.ts";
import { PointVisualizer } from "./PointVisualizer.ts";
import { momentAt, PositionTable } from "./positions.ts";
import type { Moment, Position } from "./positions.ts";

/** The parts of a drawing that do not depend on the camera. */
type DrawnContents = Omit<Drawn, "size" | "relativeZoom" | "toPixels">;

export class Contents {
  readonly points = new PointVisualizer();
  table: PositionTable | null = null;
  /** What is on screen; null while nothing is. */
  moment: Moment | null = null;
  selected: Uint32Array = new Uint32Array();
  private crowd = 0;
  private pointSize = 1;
  private states = new Uint8Array();
  private trails: Uint32Array = new Uint32Array();
  private paint: Paint | null = null;
  private mixed = mixedOrder(0);
  private ranked: { readonly paint: Paint; readonly epoch: number; readonly order: Uint32Array<ArrayBuffer> } | null =
    null;
  /** What the graphics card has. */
  private drawnOrder: Uint32Array | null = null;
  private skin: Skin = SKINS.light;
  private tileOf: ((sample: number) => Tile | null) | null = null;
  private centers: readonly Center[] = [];
  private names: ClassNames | null = null;
  private density: Density | null = null;

  constructor(
    /** Called when something else is to be drawn. */
    private readonly onChange: () => void,
  ) {}

  /** Set how each sample is drawn, shape (samples): HIDDEN, SHOWN or GRAYED. Points are sized for `crowd` samples. */
  setStates(states: Uint8Array<ArrayBuffer>, crowd: number): void {
    this.states = states;
    this.crowd = crowd;
    if (this.mixed.length !== states.length) this.mixed = mixedOrder(states.length);
    this.points.setStates(states, this.mixed);
    this.onChange();
  }

  /** Set the factor that all points are larger by. */
  setPointSize(pointSize: number): void {
    this.pointSize = pointSize;
    this.onChange();
  }

  /** Set the color of each sample at each epoch. */
  setPaint(paint: Paint): void {
    this.paint = paint;
    this.points.setPaint(paint, this.states.length);
    this.onChange();
  }

  /** Draw some samples above all others, and the trajectories of some through the epochs. */
  setSelection(selected: Uint32Array, trails: Uint32Array, epochs: number): void {
    this.selected = selected;
    this.trails = trails;
    this.drawnOrder = null;
    this.points.setTrails(trails, epochs);
    this.onChange();
  }

  /** Draw the class centers and their trajectories; null draws none. */
  setCenters(centers: Centers | null, rgba: Uint8Array): void {
    this.points.setCenters(centers, rgba);
    this.centers = centers?.classes.map((number) => ({ color: colorOfCode(rgba, number) })) ?? [];
    this.onChange();
  }

  /** Write the names of classes where these are densest; null writes none. */
  setNames(names: ClassNames | null): void {
    this.names = names;
    this.onChange();
  }

  /** Outline where samples are dense, under faint points; null draws points alone. */
  setDensity(density: Density | null): void {
    this.density = density;
    this.onChange();
  }

  /** Set the source of thumbnails; null where there are none. */
  setTiles(tileOf: ((sample: number) => Tile | null) | null): void {
    this.tileOf = tileOf;
    this.onChange();
  }

  setSkin(skin: Skin): void {
    this.skin = skin;
    this.points.setSkin(skin);
    this.onChange();
  }

  /** Make room for another projection; the last plot stays until its first epoch is shown. */
  startProjection(samples: number, epochs: number, placement: Placement): void {
    this.table = new PositionTable(samples, epochs);
    this.moment = null;
    this.points.setTable(this.table, placement);
  }

  /** Set the positions of one epoch, by its index in the projection, shape (samples, 2). */
  setEpoch(index: number, positions: Uint16Array): void {
    this.table?.fill(index, positions);
    this.points.uploadEpoch(index);
  }

  /** Show a moment; return false if its epochs are not loaded yet. */
  show(moment: Moment): boolean {
    if (this.table?.hasMoment(moment) !== true) return false;
    this.moment = moment;
    this.onChange();
    return true;
  }

  /** Have the points drawn in the order of a moment; it changes from epoch to epoch. */
  sortFor(moment: Moment): void {
    const order = this.orderAt(moment);
    if (this.drawnOrder === order) return;
    this.drawnOrder = order;
    this.points.setOrder(order, inOrder(order, this.selected));
  }

  clear(): void {
    this.table = this.moment = null;
    this.points.clear();
    this.onChange();
  }

  /** Whether there is a projection of which no moment was shown yet. */
  get awaited(): boolean {
    return this.table !== null && this.moment === null;
  }

  isDrawn(sample: number): boolean {
    return isDrawn(this.states, sample);
  }

  /** Where the raised samples are on screen, in the wire's units; without any, those drawn if some are hidden; else none. */
  positionsInFocus(): Position[] {
    const { table, moment } = this;
    if (table === null || moment === null) return [];
    const drawn = [...this.states.keys()].filter((sample) => this.isDrawn(sample));
    const some = this.selected.length > 0 ? this.selected : drawn.length < this.states.length ? drawn : [];
    return Array.from(some, (sample) => table.at(sample, moment));
  }

  /** How points look at a zoom relative to that which shows the whole projection. */
  stylesAt(relativeZoom: number): Pick<Drawn, "points" | "raised"> {
    const crowd = { samples: this.crowd, raised: this.selected.length, relativeZoom, pointSize: this.pointSize };
    const points = styleOf(crowd);
    return {
      points: this.density === null ? points : faint(points),
      raised: raisedStyleOf(crowd, this.skin),
    };
  }

  /** The least and the most position at which samples are drawn, on screen or over all epochs; null without any. */
  extent(always: boolean): [least: Position, most: Position] | null {
    const { table, moment } = this;
    if (table === null || moment === null) return null;
    const moments = always ? Array.from({ length: table.epochs }, (_, epoch) => momentAt(epoch)) : [moment];
    const samples = [...this.states.keys()].filter((sample) => this.isDrawn(sample));
    let [left, bottom, right, top] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const when of moments.filter((one) => table.hasMoment(one)))
      for (const sample of samples) {
        const [x, y] = table.at(sample, when);
        [left, bottom] = [Math.min(left, x), Math.min(bottom, y)];
        [right, top] = [Math.max(right, x), Math.max(top, y)];
      }
    return samples.length === 0
      ? null
      : [
          [left, bottom],
          [right, top],
        ];
  }

  /** Null if nothing is drawn, or the moment's epochs are not loaded. */
  at(moment: Moment | null, relativeZoom: number): DrawnContents | null {
    const { table, states, paint, skin, selected, trails, centers, names, density, tileOf } = this;
    if (moment === null || paint === null || table?.hasMoment(moment) !== true) return null;
    return {
      ...this.stylesAt(relativeZoom),
      table,
      moment,
      order: this.orderAt(moment),
      states,
      paint,
      skin,
      selected,
      trails,
      centers,
      names,
      density,
      tileOf,
      centersAt: (when) => this.points.centersAt(when),
    };
  }

  private orderAt(moment: Moment): Uint32Array<ArrayBuffer> {
    const { paint } = this;
    if (paint === null) return this.mixed;
    const epoch = nearestEpoch(moment);
    if (this.ranked?.paint !== paint || this.ranked.epoch !== epoch)
      this.ranked = { paint, epoch, order: rankedOrder(this.mixed, paint, epoch) };
    return this.ranked.order;
  }
}
