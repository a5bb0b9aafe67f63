/** A sample's text, which is loaded where it is shown. */
import { useEffect } from "react";
import { usePage } from "./usePage.ts";

const NO_TEXT = "no text";

/** Return the text of a sample, or that it has none; null while it is not here, and where samples have no texts. */
export function useText(sample: number): string | null {
  const { texts } = usePage();
  useEffect(() => {
    void texts?.want(sample);
  }, [texts, sample]);
  const text = texts?.at(sample) ?? null;
  return text === "" ? NO_TEXT : text;
}
