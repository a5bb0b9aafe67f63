/** Whether the help is open, and whether the hints of a first visit were read. */
import { makeAutoObservable } from "mobx";

const KEY = "epochscope-hints-read";
const READ = "yes";

export class HelpStore {
  open = false;
  hinting: boolean;

  constructor(private readonly memory: Pick<Storage, "getItem" | "setItem"> | null) {
    this.hinting = memory !== null && memory.getItem(KEY) !== READ;
    makeAutoObservable<this, "memory">(this, { memory: false });
  }

  toggle(): void {
    this.open = !this.open;
  }

  close(): void {
    this.open = false;
  }

  dismissHints(): void {
    this.hinting = false;
    this.memory?.setItem(KEY, READ);
  }
}
