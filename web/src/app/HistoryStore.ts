/** The steps that the user has taken on this run, and the way back through them. */
import { makeAutoObservable, observableRef, reaction } from "mobx";
import { changesBetween, CONTINUOUS, QUIET } from "./snapshot.ts";
import type { Change, Snapshot } from "./snapshot.ts";

/** What a step is called, between two snapshots. */
type Describe = (before: Snapshot, now: Snapshot, changes: ReadonlySet<Change>) => string;

interface Needs {
  readonly snapshot: Snapshot | null;
  readonly describe: Describe;
  readonly restore: (snapshot: Snapshot) => void;
}

interface Step {
  /** Where undoing or redoing it leads. */
  readonly to: Snapshot;
  /** "hide class cat" */
  readonly name: string;
  readonly changes: ReadonlySet<Change>;
  /** When it last changed, in milliseconds. */
  readonly at: number;
}

const MOST_STEPS = 100;
/** Milliseconds after which a slider, a camera or a field that changes again has begun another step. */
const PAUSE = 1000;

export class HistoryStore {
  /** Grows with every step that the Back button should take back, forwards and backwards. */
  entries = 0;
  private past: readonly Step[] = [];
  private future: readonly Step[] = [];
  private present: Snapshot | null = null;
  /** The user's last action, as a number, and the last of which there is a step. What follows from it belongs to that. */
  private gesture = 0;
  private recorded = 0;
  /** Whether it is the second click of a double click. */
  private doubled = false;
  /** How the page came to another address; null where the user changes the page itself. */
  private moved: string | null = null;

  constructor(private readonly shell: Needs) {
    makeAutoObservable<this, "shell" | "past" | "future" | "present" | "gesture" | "recorded" | "doubled" | "moved">(
      this,
      {
        shell: false,
        past: observableRef,
        future: observableRef,
        present: false,
        gesture: false,
        recorded: false,
        doubled: false,
        moved: false,
      },
    );
  }

  /** The name of what would be undone; null where nothing can be. */
  get undoes(): string | null {
    return this.past.at(-1)?.name ?? null;
  }
  get redoes(): string | null {
    return this.future.at(-1)?.name ?? null;
  }

  /** Record the page's changes, until stopped. Returns how to stop. */
  start(): () => void {
    return reaction(
      () => this.shell.snapshot,
      (snapshot) => {
        this.record(snapshot);
      },
      { fireImmediately: true },
    );
  }

  /** The user begins an action; all that changes until the next one is its doing. */
  begin(): void {
    this.gesture += 1;
    this.doubled = false;
    this.moved = null;
  }

  /** The action is the second click of a double click: what the first one did is taken back where this one reverts it. */
  double(): void {
    this.doubled = true;
  }

  /** The browser goes to another address, which its own history already has. */
  beginMove(name: string): void {
    this.begin();
    this.moved = name;
  }

  undo(): void {
    const step = this.past.at(-1);
    if (step === undefined || this.present === null) return;
    this.past = this.past.slice(0, -1);
    this.future = [...this.future, { ...step, to: this.present }];
    this.go(step);
  }

  redo(): void {
    const step = this.future.at(-1);
    if (step === undefined || this.present === null) return;
    this.future = this.future.slice(0, -1);
    this.past = [...this.past, { ...step, to: this.present }];
    this.go(step);
  }

  private go({ to, changes }: Step): void {
    this.recorded = this.gesture;
    this.count(changes);
    this.shell.restore(to);
  }

  private record(now: Snapshot | null): void {
    const before = this.present;
    this.present = now;
    if (before === null || now?.location.run !== before.location.run) {
      this.past = this.future = [];
      this.recorded = this.gesture;
      return;
    }
    const changes = changesBetween(before, now);
    if (changes.size === 0) return;
    const last = this.past.at(-1);
    if (this.gesture === this.recorded) this.amend(now);
    else if (last !== undefined && this.doubled && changesBetween(last.to, now).size === 0) this.takeBack(last);
    else if (last !== undefined && this.continues(last, changes)) {
      this.recorded = this.gesture;
      this.amend(now);
    } else this.add(before, now, changes);
  }

  private add(to: Snapshot, now: Snapshot, changes: ReadonlySet<Change>): void {
    const name = this.moved ?? this.shell.describe(to, now, changes);
    this.past = [...this.past, { to, name, changes, at: performance.now() }].slice(-MOST_STEPS);
    this.future = [];
    this.recorded = this.gesture;
    if (this.moved === null) this.count(changes);
  }

  /** The same action goes on, or what it began arrives: a slider is dragged, a second view is loaded. */
  private amend(now: Snapshot): void {
    const last = this.past.at(-1);
    if (last === undefined || this.future.length > 0 || this.moved !== null) return;
    const changes = changesBetween(last.to, now);
    if (changes.size === 0) return;
    const name = this.shell.describe(last.to, now, changes);
    this.past = [...this.past.slice(0, -1), { ...last, name, changes, at: performance.now() }];
  }

  /** The browser's entry, if there is one already, is used for what comes next. */
  private takeBack(last: Step): void {
    this.past = this.past.slice(0, -1);
    if (isLoud(last.changes)) this.entries -= 1;
  }

  private count(changes: ReadonlySet<Change>): void {
    if (isLoud(changes)) this.entries += 1;
  }

  /** Whether the last step goes on: the wheel turns, a field is typed into. */
  private continues(last: Step, changes: ReadonlySet<Change>): boolean {
    if (this.moved !== null || this.future.length > 0 || performance.now() - last.at >= PAUSE) return false;
    return [...changes].every((change) => CONTINUOUS.has(change) && last.changes.has(change));
  }
}

function isLoud(changes: ReadonlySet<Change>): boolean {
  return [...changes].some((change) => !QUIET.has(change));
}
