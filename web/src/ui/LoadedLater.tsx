/** A part of the page whose script is loaded when it is first shown. */
import { Component, Suspense } from "react";
import type { ReactNode } from "react";

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

/** A script may be missing: the server is gone, or has another version of the page by now. */
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
        <p className="hint">{`This part of the page couldn’t be loaded (${error.message}). Reload the page to try again.`}</p>
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
