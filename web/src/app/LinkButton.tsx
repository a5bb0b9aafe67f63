/** Copies the address of exactly what is on screen. */
import { observer } from "mobx-react-lite";
import { useRef, useState } from "react";
import { usePage } from "../page/usePage.ts";
import { CheckIcon, LinkIcon } from "../ui/icons.tsx";
import { formatAddress } from "./address.ts";
import { useShell } from "./useShell.ts";

type Outcome = "none" | "copied" | "without selection" | "refused";

const WORDS: Record<Outcome, string> = {
  none: "",
  copied: "Link copied",
  "without selection": "Link copied, without the selection: it is too large for an address",
  refused: "The browser does not allow copying; the link is in its address bar",
};
const SHOWN_FOR = 4000;

export const LinkButton = observer(function LinkButton() {
  const page = usePage();
  const shell = useShell();
  const [outcome, tell] = useState<Outcome>("none");
  const forgetting = useRef<number>(undefined);
  const copy = async () => {
    if (shell.address === null) return;
    const link = new URL(formatAddress(shell.address), location.href).href;
    tell(
      (await copied(link))
        ? page.selection.empty || page.selectionText !== null
          ? "copied"
          : "without selection"
        : "refused",
    );
    window.clearTimeout(forgetting.current);
    forgetting.current = window.setTimeout(() => {
      tell("none");
    }, SHOWN_FOR);
  };
  return (
    <div className="tool">
      <button
        type="button"
        className="round"
        aria-label="Copy link"
        title="Copy a link to exactly this picture"
        disabled={shell.address === null}
        onClick={() => {
          void copy();
        }}
      >
        {outcome === "none" || outcome === "refused" ? <LinkIcon /> : <CheckIcon />}
      </button>
      <p className="tool-note" role="status">
        {WORDS[outcome]}
      </p>
    </div>
  );
});

async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
