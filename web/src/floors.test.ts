import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, expect, it } from "vitest";

const WEB = resolve(import.meta.dirname, "..");
const DEPCRUISE = join(WEB, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
const CIRCLE = "nothing imports in a circle";

/** What each file imports, as a type alone, and by which rule it must not; null where it may. */
const IMPORTS: readonly (readonly [file: string, imported: string, rule: string | null])[] = [
  ["src/app/Shell.ts", "src/tools/index.ts", null],
  ["src/tools/index.ts", "src/tools/map/index.ts", null],
  ["src/tools/map/index.ts", "src/tools/map/MapStore.ts", null],
  ["src/tools/map/MapStore.ts", "src/tools/Tool.ts", null],
  ["src/tools/Tool.ts", "src/page/Page.ts", null],
  ["src/tools/find/index.ts", "src/tools/map/MapStore.ts", "tools/([^/]+)/ imports from the floors below it"],
  ["src/tools/find/Find.ts", "src/tools/index.ts", "tools/([^/]+)/ imports from the floors below it"],
  ["src/panels/Panel.ts", "src/timeline/Timeline.ts", "panels/ imports from the floors below it"],
  ["src/numbers/scales.ts", "src/page/Page.ts", "numbers/ imports from the floors below it"],
  ["src/page/Query.ts", "src/tools/find/Find.ts", "page/ imports from the floors below it"],
  ["src/page/One.ts", "src/page/Two.ts", CIRCLE],
  // The way back, of a circle that is reported once.
  ["src/page/Two.ts", "src/page/One.ts", null],
  ["src/more/One.ts", "src/page/Page.ts", "every folder is a room of a floor"],
];

const folder = mkdtempSync(join(tmpdir(), "floors-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function write(path: string, text: string): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Return what the rules find, as `npm run lint` does. */
function check(): string {
  const args = [DEPCRUISE, "src", "--config", join(WEB, ".dependency-cruiser.js"), "--output-type", "json"];
  try {
    return execFileSync(process.execPath, args, { cwd: folder, encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    if (error instanceof Error && "stdout" in error && typeof error.stdout === "string") return error.stdout;
    throw error;
  }
}

it("fails on an arrow up, between rooms of a floor, on a circle of types, and on nothing else", () => {
  write("tsconfig.json", "{}");
  for (const [, imported] of IMPORTS) write(imported, "export type T = 1;\n");
  for (const [file, imported] of IMPORTS)
    write(
      file,
      `import type { T } from "${"../".repeat(file.split("/").length - 1)}${imported}";\nexport type { T };\n`,
    );
  const { summary } = JSON.parse(check()) as {
    summary: { violations: { from: string; to: string; rule: { name: string } }[] };
  };
  const broken = summary.violations.map(({ from, to, rule }) => [from, to, rule.name]);
  expect(broken.toSorted()).toEqual(IMPORTS.filter(([, , rule]) => rule !== null).toSorted());
});
