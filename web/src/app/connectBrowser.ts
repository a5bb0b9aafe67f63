/** Ties the stores to the browser around the page: its address, title, theme, motion preference and keys. */
import { autorun } from "mobx";
import { AddressBar } from "./AddressBar.ts";
import { followDrops } from "./dropping.ts";
import { followGestures } from "./gestures.ts";
import { Keyboard } from "./keyboard.ts";
import type { Shell } from "./Shell.ts";

/** Milliseconds between two looks at a run that is being recorded to. */
const LOOK_AGAIN = 2000;

export function connectBrowser(shell: Shell): () => void {
  const stopKeys = new Keyboard(shell).connect();
  const stopWatching = stopAtAnyInput(shell);
  const stops = [
    followVisits(() => {
      void shell.page.revisit();
    }),
    everyFewSeconds(() => {
      void shell.page.live.look();
    }),
    stopWatching,
    stopKeys,
    followGestures(shell.history),
    followDrops(shell.page),
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

/**
 * The training that plays on a first visit stops at any input. Buttons and keys have had their say before that: the
 * pause button is not to start it again.
 */
function stopAtAnyInput({ firstVisit, page }: Shell): () => void {
  const listening = new AbortController();
  const stop = () => {
    if (firstVisit.playing) page.timeline.pause();
  };
  const press = ({ target }: Event) => {
    if (!(target instanceof Element && target.closest("button, a"))) stop();
  };
  const how = { signal: listening.signal, passive: true };
  for (const input of ["keydown", "click", "wheel"]) window.addEventListener(input, stop, how);
  window.addEventListener("pointerdown", press, { ...how, capture: true });
  return () => {
    listening.abort();
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

/** Look while the page can be seen: one in the background looks when the user comes back. */
function everyFewSeconds(look: () => void): () => void {
  const timer = setInterval(() => {
    if (document.visibilityState === "visible") look();
  }, LOOK_AGAIN);
  return () => {
    clearInterval(timer);
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
