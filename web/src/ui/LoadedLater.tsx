/** A part of the page whose script is loaded when it is first shown. */
import { Suspense } from "react";
import type { ReactNode } from "react";
import { Boundary } from "./Boundary.tsx";
import { missingPart } from "./missingPart.ts";

interface Props {
  readonly children: ReactNode;
}

export function LoadedLater({ children }: Props) {
  return (
    <Boundary wordsFor={missingPart}>
      <Suspense fallback={<p className="hint">Loading…</p>}>{children}</Suspense>
    </Boundary>
  );
}
