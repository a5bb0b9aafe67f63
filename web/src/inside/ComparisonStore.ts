/** What the input is compared with: itself at another epoch, or another input at the same one. */
import { makeAutoObservable, observableRef } from "mobx";
import type { LookInput } from "../api/looker.ts";
import { bytesOfText } from "./bytes.ts";
import { pixelsOf } from "./ink.ts";
import type { NamedInput } from "./InputStore.ts";
import { strokesOfText } from "./strokes.ts";

export type Comparison =
  | { readonly kind: "none" }
  | { readonly kind: "epoch"; readonly epoch: number }
  /** `text` is what an address says of it; null where an address cannot. */
  | { readonly kind: "input"; readonly named: NamedInput; readonly text: string | null };

const NONE: Comparison = { kind: "none" };

export class ComparisonStore {
  with: Comparison = NONE;
  /** What an address named, until the network is known. */
  private pending: string | null = null;

  constructor() {
    makeAutoObservable(this, { with: observableRef });
  }

  /** As an address has it. */
  get text(): string | null {
    if (this.pending !== null) return this.pending;
    if (this.with.kind === "none") return null;
    return this.with.kind === "epoch" ? `epoch:${this.with.epoch}` : this.with.text;
  }

  show(comparison: Comparison): void {
    this.with = comparison;
    this.pending = null;
  }

  end(): void {
    this.show(NONE);
  }

  read(text: string | undefined): void {
    this.with = NONE;
    this.pending = text ?? null;
  }

  /** Show what an address named, once it is known what inputs are like. */
  settle(size: LookInput): void {
    const [kind, value = ""] = this.pending?.split(":") ?? [];
    const number = /^\d+$/.test(value) ? Number(value) : null;
    if (kind === "epoch" && number !== null) this.show({ kind, epoch: number });
    else if (kind === "sample" && number !== null)
      this.show({
        kind: "input",
        named: { input: { kind, sample: number }, name: `sample ${number}` },
        text: `sample:${number}`,
      });
    else if (kind === "draw" && value !== "")
      this.show({
        kind: "input",
        named: { input: { kind: "pixels", pixels: pixelsOf(strokesOfText(value), size) }, name: "a drawing" },
        text: `draw:${value}`,
      });
    else if (kind === "frame" && bytesOfText(value).length === size.height * size.width * size.channels)
      this.show({
        kind: "input",
        named: { input: { kind: "pixels", pixels: Uint8Array.from(bytesOfText(value)) }, name: "a frozen frame" },
        text: `frame:${value}`,
      });
    else this.pending = null;
  }
}
