/** What is chosen of a camera as an address has it: "mirrored,at:500.500.800,inverted:no,threshold:120". */
import { regionOfText, START, textOfRegion } from "./region.ts";
import type { Region } from "./region.ts";
import type { Tones } from "./tones.ts";

export interface Settings {
  readonly mirrored: boolean;
  readonly region: Region;
  /** Those that were chosen; the others are what the network expects. */
  readonly tones: Partial<Tones>;
}

/** Return the text of settings; null where all are by default. */
export function settingsText({ mirrored, region, tones }: Settings): string | null {
  const { inverted, threshold } = tones;
  const parts = [
    mirrored && "mirrored",
    textOfRegion(region) !== textOfRegion(START) && `at:${textOfRegion(region)}`,
    inverted !== undefined && `inverted:${inverted ? "yes" : "no"}`,
    threshold !== undefined && threshold !== "automatic" && `threshold:${threshold}`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? null : parts.join(",");
}

/** Read settings; what is left out or malformed is as it is by default. */
export function readSettings(text: string): Settings {
  const found = new Map(
    text.split(",").map((part) => {
      const [name = "", value = ""] = part.split(":");
      return [name, value] as const;
    }),
  );
  const [inverted, threshold] = [found.get("inverted"), thresholdOfText(found.get("threshold") ?? "")];
  return {
    mirrored: found.has("mirrored"),
    region: regionOfText(found.get("at") ?? "") ?? START,
    tones: {
      ...(inverted === "yes" || inverted === "no" ? { inverted: inverted === "yes" } : {}),
      ...(threshold === null ? {} : { threshold }),
    },
  };
}

function thresholdOfText(text: string): "off" | number | null {
  if (text === "off") return text;
  return /^\d{1,3}$/.test(text) && Number(text) <= 255 ? Number(text) : null;
}
