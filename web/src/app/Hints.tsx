/** One hint at a time, beside what it is about. */
import { observer } from "mobx-react-lite";
import { useLayoutEffect, useRef } from "react";
import { usePage } from "../page/usePage.ts";
import { CrossIcon } from "../ui/icons.tsx";
import type { Hint } from "./hints.ts";
import { useShell } from "./useShell.ts";

/** CSS pixels between the card and what it points at, and to the window's edge. */
const GAP = 14,
  EDGE = 8;

export const Hints = observer(function Hints() {
  const { firstVisit } = useShell();
  const { hint } = firstVisit;
  return hint === null ? null : <HintCard key={hint.id} hint={hint} />;
});

const HintCard = observer(function HintCard({ hint }: { hint: Hint }) {
  const page = usePage();
  const { firstVisit } = useShell();
  const card = useAnchored(hint.anchor);
  return (
    <aside ref={card} className="hint-card" aria-label="Hints">
      <p>{hint.text(page, firstVisit.played)}</p>
      {hint.keys !== undefined && <p className="hint-keys">{hint.keys}</p>}
      <div className="hint-foot">
        <span className="hint-progress">{firstVisit.progress}</span>
        <button
          type="button"
          className="link"
          onClick={() => {
            page.help.toggle();
          }}
        >
          What does this show?
        </button>
        <button
          type="button"
          className="button small"
          onClick={() => {
            firstVisit.showNext();
          }}
        >
          {firstVisit.isLast ? "Got it" : "Next"}
        </button>
      </div>
      <button
        type="button"
        className="round hint-close"
        aria-label="Close the hints"
        title="Close the hints"
        onClick={() => {
          page.help.dismissHints();
        }}
      >
        <CrossIcon />
      </button>
    </aside>
  );
});

/** Keep an element beside the anchor while either of them, or the window, changes its size. */
function useAnchored(anchor: string) {
  const card = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const [element, target] = [card.current, document.querySelector(anchor)];
    if (element === null || target === null) return;
    const place = () => {
      placeAt(element, target.getBoundingClientRect());
    };
    const observer = new ResizeObserver(place);
    for (const one of [element, target, document.documentElement]) observer.observe(one);
    window.addEventListener("scroll", place, { capture: true, passive: true });
    place();
    return () => {
      observer.disconnect();
      window.removeEventListener("scroll", place, { capture: true });
    };
  }, [anchor]);
  return card;
}

/** Above the target, or below where there is no room above; its arrow points at the target's middle. */
function placeAt(card: HTMLElement, target: DOMRect): void {
  const { clientWidth } = document.documentElement;
  const middle = target.left + target.width / 2;
  const left = Math.max(EDGE, Math.min(clientWidth - card.offsetWidth - EDGE, middle - card.offsetWidth / 2));
  const above = target.top - card.offsetHeight - GAP >= EDGE;
  const top = above ? target.top - card.offsetHeight - GAP : target.bottom + GAP;
  card.dataset.side = above ? "above" : "below";
  card.style.setProperty("--arrow", `${middle - left}px`);
  card.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
}
