/** A part of the page whose script is loaded when it is first shown. */
import { Component, Suspense } from "react";
import type { ReactNode } from "react";
import { missingPart } from "./missingPart.ts";

interface Props {
  readonly children: ReactNode;
}

export function LoadedLater({ children }: Props) {
  return (
    <Boundary>
      <Suspense fallback={<p className="hint">Loading…</p>}>{children}</Suspense>
    </Boundary>
  );
}

class Boundary extends Component<Props, { readonly error: Error | null }> {
  override state = { error: null as Error | null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <div role="alert">
        <p className="hint">{missingPart(error)}</p>
        <button
          type="button"
          className="button small"
          onClick={() => {
            location.reload();
          }}
        >
          Reload
        </button>
      </div>
    );
  }
}
