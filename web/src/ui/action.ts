/** Actions: what a button, a menu item or a key does, and what it is called there. */
import type { ReactElement } from "react";

/** A key that starts an action; what is left out may be either way. */
export interface Key {
  /** As `KeyboardEvent.key` has it; letters in lower case. */
  readonly key: string;
  readonly shift?: boolean;
  /** With Ctrl or ⌘. Without either where it is left out. */
  readonly control?: boolean;
  /** Whether the focus is on the slider of the epochs. */
  readonly onSlider?: boolean;
}

/** How the help lists an action's keys. */
export interface Shortcut {
  /** Keys with spaces between them: "Shift ←". */
  readonly keys: string;
  /** A key that does the same, and that no control uses. */
  readonly also?: string;
  readonly help: string;
  /** Whether it shares a line with the action before it. */
  readonly joins?: true;
}

type Shown<Context, Part extends string | ReactElement> = Part | ((context: Context) => Part);

export interface Action<Context> {
  readonly id: string;
  readonly name: Shown<Context, string>;
  /** What a tooltip says where the name alone is not enough. */
  readonly hint?: Shown<Context, string>;
  readonly icon?: Shown<Context, ReactElement>;
  readonly keys?: readonly Key[];
  readonly shortcut?: Shortcut;
  /** Always, where it is left out. */
  readonly isAvailable?: (context: Context) => boolean;
  readonly run: (context: Context) => void;
}

export function nameOf<Context>(action: Action<Context>, context: Context): string {
  return shown(action.name, context);
}

/** "Previous epoch (← or ,)", or the action's hint. */
export function tooltipOf<Context>(action: Action<Context>, context: Context): string {
  const { hint, shortcut } = action;
  if (hint !== undefined) return shown(hint, context);
  if (shortcut === undefined) return nameOf(action, context);
  return `${nameOf(action, context)} (${shortcut.keys}${shortcut.also === undefined ? "" : ` or ${shortcut.also}`})`;
}

export function iconOf<Context>({ icon }: Action<Context>, context: Context): ReactElement | null {
  return icon === undefined ? null : shown(icon, context);
}

export function isAvailable<Context>(action: Action<Context>, context: Context): boolean {
  return action.isAvailable?.(context) ?? true;
}

/** Whether an event presses a key, wherever the focus is. */
export function isPressed({ key, shift, control = false }: Key, event: KeyboardEvent): boolean {
  return (
    key === (event.key.length === 1 ? event.key.toLowerCase() : event.key) &&
    control === (event.ctrlKey || event.metaKey) &&
    (shift ?? event.shiftKey) === event.shiftKey
  );
}

/** Run an action unless it is unavailable. */
export function run<Context>(action: Action<Context>, context: Context): void {
  if (isAvailable(action, context)) action.run(context);
}

/** What a button of an action needs, but for its content. */
export function buttonOf<Context>(action: Action<Context>, context: Context) {
  return {
    type: "button",
    title: tooltipOf(action, context),
    disabled: !isAvailable(action, context),
    onClick: () => {
      run(action, context);
    },
  } as const;
}

/** What a button with nothing but an icon needs. */
export function iconButtonOf<Context>(action: Action<Context>, context: Context) {
  return {
    ...buttonOf(action, context),
    "aria-label": nameOf(action, context),
    children: iconOf(action, context),
  } as const;
}

/** Return the same action on what `part` finds in a larger context. */
export function actionOn<Whole, Part>(part: (whole: Whole) => Part, action: Action<Part>): Action<Whole> {
  const { id, keys, shortcut } = action;
  return {
    id,
    ...(keys === undefined ? {} : { keys }),
    ...(shortcut === undefined ? {} : { shortcut }),
    name: (whole) => nameOf(action, part(whole)),
    hint: (whole) => tooltipOf(action, part(whole)),
    isAvailable: (whole) => isAvailable(action, part(whole)),
    run: (whole) => {
      action.run(part(whole));
    },
  };
}

function shown<Context, Part extends string | ReactElement>(part: Shown<Context, Part>, context: Context): Part {
  return typeof part === "function" ? part(context) : part;
}
