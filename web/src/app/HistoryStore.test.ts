import { when } from "mobx";
import { afterEach, expect, it, vi } from "vitest";
import { CompareTool } from "../tools/compare/CompareTool.ts";
import { ConfusionStore } from "../tools/confusion/ConfusionStore.ts";
import { formatAddress, NOWHERE } from "./address.ts";
import type { Shell } from "./Shell.ts";
import { changesBetween } from "./snapshot.ts";
import type { Snapshot } from "./snapshot.ts";
import { openShell } from "./testing.tsx";

afterEach(() => {
  vi.restoreAllMocks();
});

/** What the user can do on the tiny run, and what undoing it is called. */
const DEEDS: readonly (readonly [name: string, act: (shell: Shell) => void])[] = [
  [
    "show layer stem",
    ({ page }) => {
      page.projection.showLayer("stem");
    },
  ],
  [
    "set n_neighbors to 50",
    ({ page }) => {
      page.projection.showNNeighbors(50);
    },
  ],
  [
    "hide class cat",
    ({ page }) => {
      page.classes.toggleClass(0);
    },
  ],
  [
    "show only cat",
    ({ page }) => {
      page.classes.isolateClass(0);
    },
  ],
  [
    "change a class color",
    ({ page }) => {
      page.classes.chooseColor(1, "#ff0000");
    },
  ],
  [
    "color by loss",
    ({ page }) => {
      page.color.choose("loss");
    },
  ],
  [
    "show class paths",
    ({ page }) => {
      page.trails.showCenters(true);
    },
  ],
  [
    "hide class names",
    ({ page }) => {
      page.names.toggle();
    },
  ],
  [
    "show density",
    ({ page }) => {
      page.look.toggleDensity();
    },
  ],
  [
    "make points larger",
    ({ page }) => {
      page.view.resizePoints(1.5);
    },
  ],
  [
    "show 8 samples",
    ({ page }) => {
      page.subset.showSamples(8);
    },
  ],
  [
    "select 2 samples",
    ({ page }) => {
      page.selection.pick([1, 5]);
    },
  ],
  [
    "sort by loss",
    ({ page }) => {
      page.card.sortBy("loss");
    },
  ],
  [
    "reverse the order",
    ({ page }) => {
      page.card.reverseOrder();
    },
  ],
  [
    "change the query",
    ({ page }) => {
      page.query.add({ kind: "wrong" });
    },
  ],
  [
    "move the camera",
    ({ page }) => {
      page.view.follow({ x: 0.25, y: -0.5, zoom: 3 });
    },
  ],
  [
    "open Confusion matrix",
    ({ page }) => {
      page.workspace.toggle("confusion");
    },
  ],
  [
    "open Compare two views",
    ({ tools }) => {
      void tools.storeOf(CompareTool).second.open();
    },
  ],
];

/** Do something as a user does: an action of its own. */
function act(shell: Shell, deed: (shell: Shell) => void): void {
  shell.history.begin();
  deed(shell);
}

function undo(shell: Shell): void {
  act(shell, ({ history }) => {
    history.undo();
  });
}

function redo(shell: Shell): void {
  act(shell, ({ history }) => {
    history.redo();
  });
}

/** What is on screen: the address, and the selection. */
function stateOf({ address, page }: Shell): unknown {
  return [address && formatAddress(address), [...page.selection.samples], page.view.view];
}

function snapshotOf({ snapshot }: Shell): Snapshot {
  if (snapshot === null) throw new Error("no run is open");
  return snapshot;
}

async function settled(shell: Shell): Promise<void> {
  const { second } = shell.tools.storeOf(CompareTool);
  await when(() => !second.choosing && (second.page === null || second.page.positions.complete));
}

it.each(DEEDS)("undoes and redoes: %s", async (name, deed) => {
  const { shell } = await openShell({ epoch: 1 });
  const before = stateOf(shell);
  act(shell, deed);
  await settled(shell);
  const after = stateOf(shell);
  expect(after).not.toEqual(before);
  expect([shell.history.undoes, shell.history.redoes]).toEqual([name, null]);
  undo(shell);
  expect([stateOf(shell), shell.history.undoes, shell.history.redoes]).toEqual([before, null, name]);
  redo(shell);
  await settled(shell);
  expect([stateOf(shell), shell.history.undoes, shell.history.redoes]).toEqual([after, name, null]);
});

it("comes back through any row of steps, and forward again, whatever they were", async () => {
  const { shell } = await openShell({ epoch: 1 });
  const confusion = shell.tools.storeOf(ConfusionStore);
  const more: typeof DEEDS = [
    ...DEEDS,
    [
      "",
      ({ page }) => {
        page.projection.showLayer("fc");
      },
    ],
    [
      "",
      ({ page }) => {
        page.classes.invert();
      },
    ],
    [
      "",
      ({ page }) => {
        page.selection.clear();
      },
    ],
    [
      "",
      ({ page }) => {
        page.inspected.open(7);
      },
    ],
    [
      "",
      ({ page }) => {
        page.workspace.show(null);
      },
    ],
    [
      "",
      () => {
        confusion.orderBy("errors");
      },
    ],
    [
      "",
      ({ page }) => {
        page.query.clear();
      },
    ],
    [
      "",
      ({ page }) => {
        page.selection.pick([3]);
      },
    ],
    [
      "",
      ({ tools }) => {
        tools.storeOf(CompareTool).second.close();
      },
    ],
  ];
  const states: Snapshot[] = [snapshotOf(shell)];
  // A row that looks random but is the same in every run, with a pause after each step.
  for (let step = 0, at = 5; step < 80; step++) {
    at = (at * 75 + 74) % 65537;
    vi.spyOn(performance, "now").mockReturnValue(step * 10_000);
    act(shell, more[at % more.length]?.[1] ?? (() => undefined));
    await settled(shell);
    if (changesBetween(states.at(-1) ?? snapshotOf(shell), snapshotOf(shell)).size > 0) states.push(snapshotOf(shell));
  }
  expect(states.length).toBeGreaterThan(40);
  for (const state of states.slice(0, -1).reverse()) {
    undo(shell);
    await settled(shell);
    expect([...changesBetween(snapshotOf(shell), state)]).toEqual([]);
  }
  expect(shell.history.undoes).toBeNull();
  for (const state of states.slice(1)) {
    redo(shell);
    await settled(shell);
    expect([...changesBetween(snapshotOf(shell), state)]).toEqual([]);
  }
  expect(shell.history.redoes).toBeNull();
});

it("undoes a selection step by step, and redoes it until another pick", async () => {
  const { page, shell } = await openShell();
  const pick = (samples: number[]) => {
    act(shell, () => {
      page.selection.pick(samples);
    });
  };
  pick([1]);
  pick([2]);
  pick([2]);
  pick([]);
  undo(shell);
  undo(shell);
  expect([...page.selection.samples]).toEqual([1]);
  redo(shell);
  expect([...page.selection.samples]).toEqual([2]);
  pick([5]);
  expect(shell.history.redoes).toBeNull();
  for (let step = 0; step < 9; step++) undo(shell);
  expect([...page.selection.samples]).toEqual([]);
});

it("undoes a selection that is too large for an address", async () => {
  const { page, shell } = await openShell();
  const large = Array.from({ length: 3000 }, (_, place) => 2 * place);
  act(shell, () => {
    page.selection.pick(large);
  });
  expect([shell.address?.selected, shell.history.undoes]).toEqual([null, "select 3,000 samples"]);
  act(shell, () => {
    page.selection.clear();
  });
  undo(shell);
  expect([...page.selection.samples]).toEqual(large);
});

it("takes no change of the epoch for a step, and stays at the epoch", async () => {
  const { page, shell, clock } = await openShell({ epoch: 0 });
  act(shell, () => {
    page.timeline.showEpoch(1);
  });
  expect(shell.history.undoes).toBeNull();
  act(shell, () => {
    page.classes.toggleClass(0);
  });
  act(shell, () => {
    page.timeline.showEpoch(2);
  });
  clock.pass(2000);
  undo(shell);
  expect([page.timeline.epoch, page.classes.hidden.size]).toEqual([2, 0]);
  act(shell, () => {
    page.timeline.showEpoch(0);
  });
  act(shell, () => {
    page.timeline.play();
  });
  act(shell, () => {
    page.classes.toggleClass(1);
  });
  undo(shell);
  expect([page.timeline.playing, page.classes.hidden.size]).toEqual([true, 0]);
});

it("is one step while the pointer is down, and while the wheel turns", async () => {
  const { page, shell } = await openShell();
  const clock = vi.spyOn(performance, "now").mockReturnValue(0);
  const before = stateOf(shell);
  shell.history.begin();
  for (const zoom of [2, 3, 4]) page.view.follow({ x: 0, y: 0, zoom });
  clock.mockReturnValue(900);
  act(shell, () => {
    page.view.follow({ x: 0, y: 0, zoom: 5 });
  });
  clock.mockReturnValue(1800);
  act(shell, () => {
    page.view.follow({ x: 0, y: 0, zoom: 6 });
  });
  undo(shell);
  expect([stateOf(shell), shell.history.undoes]).toEqual([before, null]);
  redo(shell);
  clock.mockReturnValue(5000);
  act(shell, () => {
    page.view.follow({ x: 0, y: 0, zoom: 7 });
  });
  undo(shell);
  expect(page.view.view?.zoom).toBe(6);
});

it("makes two steps of two quick clicks on something other than a slider", async () => {
  const { page, shell } = await openShell();
  act(shell, () => {
    page.classes.toggleClass(0);
  });
  act(shell, () => {
    page.classes.toggleClass(1);
  });
  undo(shell);
  expect([...page.classes.hidden]).toEqual([0]);
  act(shell, () => {
    page.selection.pick([1, 2]);
  });
  act(shell, () => {
    page.selection.clear();
  });
  undo(shell);
  expect([...page.selection.samples]).toEqual([1, 2]);
});

it("makes one step and one entry of a double click, whose clicks hide a class and show it again", async () => {
  const { page, shell } = await openShell();
  const before = shell.history.entries;
  act(shell, () => {
    page.classes.toggleClass(1);
  });
  shell.history.begin();
  shell.history.double();
  page.classes.toggleClass(1);
  expect([shell.history.undoes, shell.history.entries]).toEqual([null, before]);
  page.classes.isolateClass(1);
  expect([shell.history.undoes, shell.history.entries]).toEqual(["show only dog", before + 1]);
  undo(shell);
  expect([page.classes.hidden.size, shell.history.undoes]).toEqual([0, null]);
});

it("keeps what is as it was: playing, the open fields of a query, and choices of closed tools", async () => {
  const { page, shell } = await openShell();
  const confusion = shell.tools.storeOf(ConfusionStore);
  page.workspace.show("confusion");
  confusion.orderBy("errors");
  page.workspace.show("find");
  page.query.begin({ kind: "learned", by: 1 });
  act(shell, () => {
    page.classes.toggleClass(0);
  });
  undo(shell);
  expect([page.query.edited, confusion.order]).toEqual([0, "errors"]);
});

it("names an entry of the browser's history for each step but the camera's, and none for what the browser did", async () => {
  const { page, shell } = await openShell({ epoch: 1 });
  const since = (deed: () => void): number => {
    const before = shell.history.entries;
    shell.history.begin();
    deed();
    return shell.history.entries - before;
  };
  expect(
    since(() => {
      page.view.follow({ x: 0, y: 0, zoom: 2 });
    }),
  ).toBe(0);
  expect(
    since(() => {
      page.timeline.showEpoch(2);
    }),
  ).toBe(0);
  expect(
    since(() => {
      page.projection.showLayer("stem");
    }),
  ).toBe(1);
  expect(
    since(() => {
      shell.history.undo();
    }),
  ).toBe(1);
  expect(
    since(() => {
      shell.history.redo();
    }),
  ).toBe(1);
  const entries = shell.history.entries;
  shell.history.beginMove("go back");
  await shell.openAddress({ ...NOWHERE, run: "tiny", layer: "fc", epoch: 1 });
  expect([shell.history.entries, shell.history.undoes, page.projection.layer]).toEqual([entries, "go back", "fc"]);
  undo(shell);
  expect(page.projection.layer).toBe("stem");
});

it("is forgotten with the run", async () => {
  const { page, shell } = await openShell();
  act(shell, () => {
    page.selection.pick([0, 1]);
  });
  shell.history.begin();
  await shell.openAddress({ ...NOWHERE, run: "another" });
  expect([shell.history.undoes, shell.history.redoes]).toEqual([null, null]);
});
