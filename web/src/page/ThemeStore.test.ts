import { expect, it } from "vitest";
import { ThemeStore } from "./ThemeStore.ts";

/** Fake: the browser's storage. */
function memoryWith(value: string | null) {
  const kept = new Map(value === null ? [] : [["epochscope.theme", value]]);
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => {
      kept.set(key, text);
    },
  };
}

it("follows the system until somebody chooses", () => {
  const theme = new ThemeStore(memoryWith(null));
  theme.followSystem(true);
  expect(theme.resolved).toBe("dark");
  theme.choose("light");
  expect(theme.resolved).toBe("light");
});

it("remembers the choice", () => {
  const memory = memoryWith(null);
  new ThemeStore(memory).choose("dark");
  expect(new ThemeStore(memory).choice).toBe("dark");
});

it("ignores what it cannot have remembered itself", () => {
  expect(new ThemeStore(memoryWith("pink")).choice).toBe("auto");
});
