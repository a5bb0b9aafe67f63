/** Ties the stores to the browser around the page: its address, title, theme, motion preference and keys. */
import { autorun } from "mobx";
import { AddressBar } from "./AddressBar.ts";
import { followGestures } from "./gestures.ts";
import { handleKey } from "./keyboard.ts";
import type { Shell } from "./Shell.ts";

export function connectBrowser(shell: Shell): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (handleKey(event, shell)) event.preventDefault();
  };
  window.addEventListener("keydown", onKey);
  const stops = [
    followVisits(() => {
      void shell.page.revisit();
    }),
    () => {
      window.removeEventListener("keydown", onKey);
    },
    followGestures(shell.history),
    new AddressBar(shell).connect(),
    followMedia("(prefers-color-scheme: dark)", (isDark) => {
      shell.page.theme.followSystem(isDark);
    }),
    followMedia("(prefers-reduced-motion: reduce)", (reduced) => {
      shell.page.timeline.reduceMotion(reduced);
    }),
    autorun(() => {
      document.documentElement.dataset.theme = shell.page.theme.resolved;
    }),
    autorun(() => {
      document.title =
        shell.page.run.manifest === null ? "Epochscope" : `${shell.page.run.manifest.title} · Epochscope`;
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Report that the user came back to the page: from another tab, or from another window. */
function followVisits(onVisit: () => void): () => void {
  const onVisible = () => {
    if (document.visibilityState === "visible") onVisit();
  };
  document.addEventListener("visibilitychange", onVisible);
  window.addEventListener("focus", onVisit);
  return () => {
    document.removeEventListener("visibilitychange", onVisible);
    window.removeEventListener("focus", onVisit);
  };
}

function followMedia(query: string, tell: (matches: boolean) => void): () => void {
  const media = window.matchMedia(query);
  const onChange = () => {
    tell(media.matches);
  };
  onChange();
  media.addEventListener("change", onChange);
  return () => {
    media.removeEventListener("change", onChange);
  };
}
