/** Names written beside places of the picture. */

export interface PlacedLabel {
  readonly text: string;
  /** CSS pixels inside the picture. */
  readonly x: number;
  readonly y: number;
}

const LINE = 16;
/** A letter's width at most; nearer than this two names would run into each other. */
const LETTER = 9;
/** From a place to its name, in CSS pixels. */
export const BESIDE = 12;

export class LabelLayer {
  private readonly layer = document.createElement("div");
  private readonly pool: HTMLElement[] = [];

  constructor(host: HTMLElement) {
    this.layer.className = "labels";
    host.append(this.layer);
  }

  show(labels: readonly PlacedLabel[]): void {
    while (this.pool.length < labels.length) this.pool.push(this.layer.appendChild(document.createElement("span")));
    const placed = untangled(labels);
    this.pool.forEach((element, at) => {
      const label = placed[at];
      element.hidden = label === undefined;
      if (label === undefined) return;
      element.textContent = label.text;
      element.style.transform = `translate(${label.x + BESIDE}px, ${label.y}px) translateY(-50%)`;
    });
  }
}

/** Move names down, the upper ones first, until none lies on another. */
export function untangled(labels: readonly PlacedLabel[]): PlacedLabel[] {
  const placed: PlacedLabel[] = [];
  for (const label of [...labels].sort((a, b) => a.y - b.y)) {
    let { y } = label;
    for (const other of placed) if (overlaps(label, other) && y < other.y + LINE) y = other.y + LINE;
    placed.push({ ...label, y });
    placed.sort((a, b) => a.y - b.y);
  }
  return placed;
}

function overlaps(one: PlacedLabel, other: PlacedLabel): boolean {
  return one.x < other.x + other.text.length * LETTER && other.x < one.x + one.text.length * LETTER;
}
