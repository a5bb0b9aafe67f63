/** The licenses of all that the build bundles: their texts beside the page, and a check that Apache-2.0 allows them. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import satisfies from "spdx-satisfies";
import type { Plugin } from "vite";

/** The licenses of packages that come without the text, from their repositories. */
const TEXTS = join(import.meta.dirname, "licenses");

/** Where the texts are, beside `index.html`. */
export const LICENSES = "licenses.txt";
const COLLECTED = "licenses.json";

/** What may be distributed with a program under Apache-2.0; MPL-2.0 covers its own files only. */
const COMPATIBLE = ["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MPL-2.0"];

/** What Vite collects of a package. */
interface Collected {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression. */
  readonly identifier?: string;
  readonly text?: string;
}

/** A field of `package.json`. */
type Repository = string | { readonly url: string } | undefined;

/** The build fails where a bundled package has no license, no text of it, or one that Apache-2.0 does not allow. */
export function licenses(): Plugin {
  let packages = "";
  return {
    name: "licenses",
    apply: "build",
    config: () => ({ build: { license: { fileName: COLLECTED } } }),
    configResolved: ({ root }) => {
      packages = join(root, "node_modules");
    },
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        const asset = bundle[COLLECTED];
        if (asset?.type !== "asset") this.error("Vite has not collected the licenses");
        const collected = (JSON.parse(String(asset.source)) as Collected[]).map(withText);
        const problems = collected.flatMap((one) => problemOf(one) ?? []);
        if (problems.length > 0) this.error(problems.join("\n"));
        Reflect.deleteProperty(bundle, COLLECTED);
        this.emitFile({ type: "asset", fileName: LICENSES, source: textOf(collected, packages) });
      },
    },
  };
}

function withText(one: Collected): Collected {
  const file = join(TEXTS, `${one.name}.txt`);
  return one.text === undefined && existsSync(file) ? { ...one, text: readFileSync(file, "utf8") } : one;
}

function problemOf({ name, identifier, text }: Collected): string | null {
  if (identifier === undefined) return `${name} is bundled and names no license`;
  if (!isCompatible(identifier))
    return `${name} is bundled under ${identifier}; Apache-2.0 allows ${COMPATIBLE.join(", ")}`;
  return text === undefined ? `${name} is bundled without the text of its license` : null;
}

function isCompatible(identifier: string): boolean {
  try {
    return satisfies(identifier, COMPATIBLE);
  } catch {
    return false;
  }
}

function textOf(collected: readonly Collected[], packages: string): string {
  const sections = collected.map((one) => sectionOf(one, repositoryOf(join(packages, one.name))));
  return ["The page of Epochscope contains these packages.\n", ...sections].join(`\n${"-".repeat(80)}\n\n`);
}

function sectionOf({ name, version, identifier = "", text = "" }: Collected, repository: string): string {
  return `${name} ${version}\nLicense: ${identifier}\nSource: ${repository}\n\n${text}\n`;
}

function repositoryOf(folder: string): string {
  const { repository } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { repository: Repository };
  return typeof repository === "object" ? repository.url : (repository ?? "not named");
}
