import { expect, it } from "vitest";
import { ThemeStore } from "./preferences.ts";

/** Fake: the browser's storage. */
function memoryWith(value: string | null) {
  const saved = new Map(value === null ? [] : [["epochscope.theme", value]]);
  return {
    saved,
    getItem: (key: string) => saved.get(key) ?? null,
    setItem: (key: string, text: string) => {
      saved.set(key, text);
    },
  };
}

it("follows the system until the user chooses", () => {
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

it("ignores a remembered value that is not a theme", () => {
  expect(new ThemeStore(memoryWith("pink")).choice).toBe("auto");
});
