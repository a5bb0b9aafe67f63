/** The same points three times: as the page draws them, as ScatterGL does itself, and as three.js does alone. */
/* eslint-disable no-restricted-imports -- what the page may not call by itself is here to compare with. */
import { ScatterGL } from "scatter-gl";
import {
  BufferAttribute,
  BufferGeometry,
  OrthographicCamera,
  Points,
  PointsMaterial,
  Scene,
  WebGLRenderer,
} from "three";
import { HttpApiClient } from "../src/api/ApiClient.ts";
import type { ClassNumbers } from "../src/api/arrays.ts";
import { toWorld, WHOLE_WORLD } from "../src/plot/frame.ts";
import { momentAt, PositionTable } from "../src/plot/positions.ts";
import { ScatterView } from "../src/plot/ScatterView.ts";
import { SKINS } from "../src/plot/looks.ts";
import { SHOWN } from "../src/page/DrawingStore.ts";
import { classColor } from "../src/numbers/palette.ts";
import { rgbaOf } from "../src/numbers/paint.ts";

/** Shows a place on the timeline: a whole number is an epoch, 2.5 is half-way from 2 to 3. */
export type Show = (place: number) => void;

export interface Cloud {
  readonly table: PositionTable;
  readonly labels: ClassNumbers;
  readonly classes: number;
}

/** Take the first projection of a run; a few epochs of it will do. */
export async function loadCloud(run: string, epochs: number): Promise<Cloud> {
  const api = new HttpApiClient("../api");
  const manifest = await api.fetchManifest(run);
  const [projection] = manifest.projections;
  if (projection === undefined) throw new Error(`run ${run} has no projection`);
  const table = new PositionTable(manifest.sample_count, epochs);
  for (let epoch = 0; epoch < epochs; epoch++) {
    // From the end of the training, as the page begins.
    const { position } = await api.fetchEpoch(run, projection.positions, projection.epochs.at(epoch - epochs) ?? 0);
    table.fill(epoch, position as Uint16Array);
  }
  const { label } = await api.fetchArrays(run, manifest.samples);
  return { table, labels: label as ClassNumbers, classes: manifest.dataset.classes.length };
}

export function drawAsThePage(host: HTMLElement, { table, labels, classes }: Cloud): Show {
  const ignore = () => undefined;
  const view = new ScatterView(host, {
    onHover: ignore,
    onPick: ignore,
    onOpen: ignore,
    onView: ignore,
    onStill: ignore,
    onLost: ignore,
    onRestored: ignore,
  });
  const colors = rgbaOf(Array.from({ length: classes }, (_, number) => classColor(number, "light")));
  // As with the others, a step shows another epoch and no tails.
  view.setMoving(false);
  view.setSkin(SKINS.light);
  view.contents.setStates(new Uint8Array(table.samples).fill(SHOWN), table.samples);
  view.contents.setPaint({
    colors,
    codes: labels,
    ranks: new Uint16Array(classes),
    marks: new Uint8Array(table.samples * table.epochs),
  });
  view.startProjection(table.samples, table.epochs, WHOLE_WORLD, "");
  for (let epoch = 0; epoch < table.epochs; epoch++) view.contents.setEpoch(epoch, epochOf(table, epoch));
  return (place) => {
    view.show(place);
  };
}

/** With its own settings, all points in one color; the Datasets of whole epochs are made beforehand. */
export function drawAsScatterGl(host: HTMLElement, { table }: Cloud): Show {
  const scatter = new ScatterGL(host, { rotateOnStart: false });
  const datasetAt = (place: number) => new ScatterGL.Dataset(placesAt(table, place));
  const epochs = Array.from({ length: table.epochs }, (_, epoch) => datasetAt(epoch));
  scatter.render(datasetAt(0));
  return (place) => {
    scatter.updateDataset(epochs[place] ?? datasetAt(place));
  };
}

/** Points that never move, of one pixel and one color: three.js's own material as it comes. */
export function drawAsThreeAlone(host: HTMLElement, { table }: Cloud): Show {
  const renderer = new WebGLRenderer();
  renderer.setClearColor(0xffffff);
  renderer.setSize(host.clientWidth, host.clientHeight);
  host.append(renderer.domElement);
  const aspect = host.clientWidth / host.clientHeight;
  const camera = new OrthographicCamera(-aspect, aspect, 1, -1, -1, 1);
  const positions = Float32Array.from(placesAt(table, 0).flatMap(([x, y]) => [x, y, 0]));
  const geometry = new BufferGeometry().setAttribute("position", new BufferAttribute(positions, 3));
  const scene = new Scene().add(new Points(geometry, new PointsMaterial({ color: 0x2f5bd8 })));
  return () => {
    renderer.render(scene, camera);
  };
}

function epochOf(table: PositionTable, epoch: number): Uint16Array {
  return table.data.subarray(epoch * table.layerLength, epoch * table.layerLength + 2 * table.samples);
}

function placesAt(table: PositionTable, place: number): [x: number, y: number][] {
  const moment = momentAt(place);
  return Array.from({ length: table.samples }, (_, sample) => toWorld(WHOLE_WORLD, ...table.at(sample, moment)));
}
