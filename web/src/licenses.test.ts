import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { build } from "vite";
import { LICENSES, licenses } from "../licenses.ts";

const root = mkdtempSync(join(tmpdir(), "licenses-"));
afterAll(() => {
  rmSync(root, { recursive: true });
});

/** Build a page that bundles a package; return the texts of the licenses. */
async function buildWith(name: string, described: object, text = "Do as you like."): Promise<unknown> {
  const folder = join(root, "node_modules", name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name, version: "1.2.3", type: "module", ...described }));
  writeFileSync(join(folder, "index.js"), "console.log(42);");
  if (text !== "") writeFileSync(join(folder, "LICENSE"), text);
  const entry = join(root, `${name}.js`);
  writeFileSync(entry, `import "${name}";`);
  const made = await build({
    root,
    configFile: false,
    logLevel: "silent",
    plugins: [licenses()],
    build: { write: false, rolldownOptions: { input: entry } },
  });
  if (!("output" in made)) throw new Error("nothing was built");
  const asset = made.output.find(({ fileName }) => fileName === LICENSES);
  return asset?.type === "asset" ? asset.source : null;
}

it("writes the license of all that is bundled, and where its source is", async () => {
  expect(await buildWith("kind", { license: "MIT", repository: { url: "https://example.org/kind" } })).toContain(
    "kind 1.2.3\nLicense: MIT\nSource: https://example.org/kind\n\nDo as you like.\n",
  );
  expect(await buildWith("either", { license: "(GPL-3.0-only OR BSD-3-Clause)" })).toContain("either 1.2.3");
});

it("has the texts of packages that come without", async () => {
  const texts = await buildWith("onnxruntime-web", { license: "MIT", repository: "kept" }, "");
  expect(texts).toContain("Source: kept\n\nMIT License\n\nCopyright (c) Microsoft Corporation");
});

it("fails where Apache-2.0 does not allow what is bundled, or it is not known whether it does", async () => {
  await expect(buildWith("strict", { license: "GPL-3.0-only" })).rejects.toThrow(
    "strict is bundled under GPL-3.0-only; Apache-2.0 allows 0BSD",
  );
  await expect(buildWith("odd", { license: "SEE LICENSE IN LICENSE" })).rejects.toThrow("odd is bundled under SEE");
  await expect(buildWith("silent", {})).rejects.toThrow("silent is bundled and names no license");
  await expect(buildWith("bare", { license: "MIT" }, "")).rejects.toThrow(
    "bare is bundled without the text of its license",
  );
});
