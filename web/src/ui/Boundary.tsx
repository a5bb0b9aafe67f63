/** Shows words in place of what could not be drawn. */
import { Component } from "react";
import type { ReactNode } from "react";

interface Props {
  readonly children: ReactNode;
  readonly wordsFor: (error: Error) => string;
}

export class Boundary extends Component<Props, { readonly error: Error | null }> {
  override state = { error: null as Error | null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <div role="alert">
        <p className="hint">{this.props.wordsFor(error)}</p>
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
