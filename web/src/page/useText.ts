/** A sample's text, which is loaded where it is shown. */
import { useEffect } from "react";
import { usePage } from "./usePage.ts";

/** Return the text of a sample, empty where it has none; null while it is not here, and where samples have no texts. */
export function useText(sample: number): string | null {
  const { texts } = usePage();
  useEffect(() => {
    void texts?.want(sample);
  }, [texts, sample]);
  return texts?.at(sample) ?? null;
}
