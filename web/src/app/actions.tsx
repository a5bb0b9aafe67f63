/** Everything that can be done from a button, a menu or a key, in the order of the help. */
import { SAVE_ACTIONS } from "../export/actions.ts";
import { PAGE_ACTIONS, toggleHelp } from "../page/actions.tsx";
import { FindTool } from "../tools/find/FindTool.ts";
import { actionOn } from "../ui/action.ts";
import type { Action } from "../ui/action.ts";
import { CheckIcon, LinkIcon, RedoIcon, UndoIcon } from "../ui/icons.tsx";
import type { Shell } from "./Shell.ts";

export const copyLink: Action<Shell> = {
  id: "copy link",
  name: "Copy link",
  hint: "Copy a link to exactly this view",
  icon: ({ link }) => (link.copied ? <CheckIcon /> : <LinkIcon />),
  isAvailable: ({ address }) => address !== null,
  run: (shell) => {
    void shell.link.copy(shell.address);
  },
};

export const findSamples: Action<Shell> = {
  id: "find samples",
  name: "Find samples",
  keys: [{ key: "/" }],
  shortcut: { keys: "/", help: "find samples" },
  isAvailable: ({ page }) => page.run.manifest !== null && page.mode.findsSamples,
  run: ({ tools }) => {
    tools.storeOf(FindTool).callBar();
  },
};

export const undo: Action<Shell> = {
  id: "undo",
  name: "Undo",
  hint: ({ history: { undoes } }) => `Undo${undoes === null ? "" : `: ${undoes}`} (Ctrl or ⌘ Z)`,
  icon: <UndoIcon />,
  keys: [{ key: "z", shift: false, control: true }],
  shortcut: { keys: "Ctrl or ⌘ Z", help: "undo; with Shift, redo" },
  isAvailable: ({ history }) => history.undoes !== null,
  run: ({ history }) => {
    history.undo();
  },
};

export const redo: Action<Shell> = {
  id: "redo",
  name: "Redo",
  hint: ({ history: { redoes } }) => `Redo${redoes === null ? "" : `: ${redoes}`} (Ctrl or ⌘ Shift Z)`,
  icon: <RedoIcon />,
  keys: [
    { key: "z", shift: true, control: true },
    { key: "y", shift: false, control: true },
  ],
  isAvailable: ({ history }) => history.redoes !== null,
  run: ({ history }) => {
    history.redo();
  },
};

export const ACTIONS: readonly Action<Shell>[] = [
  ...PAGE_ACTIONS.map((action) => actionOn(({ page }: Shell) => page, action)),
  findSamples,
  undo,
  redo,
  copyLink,
  ...SAVE_ACTIONS.map((action) => actionOn(({ save }: Shell) => save, action)),
];

/** The only ones while the help covers what the others would change; Escape closes it without us. */
export const HELP_ACTIONS: readonly Action<Shell>[] = ACTIONS.filter(({ id }) => id === toggleHelp.id);

interface ShortcutLine {
  /** Keys with spaces between them. */
  readonly keys: string;
  readonly also: string;
  readonly help: string;
}

/** What the keys do, a line per key or pair of keys. */
export const SHORTCUTS: readonly Omit<ShortcutLine, "also">[] = ACTIONS.flatMap(({ shortcut }) => shortcut ?? [])
  .reduce<ShortcutLine[]>((lines, { keys, also = "", help, joins }) => {
    const before = joins ? lines.at(-1) : undefined;
    if (before === undefined) return [...lines, { keys, also, help }];
    const joined = {
      keys: `${before.keys} ${keys}`,
      also: `${before.also} ${also}`.trim(),
      help: `${before.help}, ${help}`,
    };
    return [...lines.slice(0, -1), joined];
  }, [])
  .map(({ keys, also, help }) => ({ keys: also === "" ? keys : `${keys} or ${also}`, help }));
