/** Ties the stores to the browser around the page: its address, title, theme, motion preference and keys. */
import { autorun, reaction } from "mobx";
import { formatAddress, parseAddress } from "./address.ts";
import type { AppStore } from "./Shell.ts";
import { handleKey } from "./keyboard.ts";

/** Browsers refuse an address that changes on every step of a drag. */
const ADDRESS_DELAY = 150;

export function connectBrowser(app: AppStore): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (handleKey(event, app)) event.preventDefault();
  };
  const bar = new AddressBar();
  const onHash = () => {
    bar.read();
    if (isElsewhere(app)) void app.openAddress(parseAddress(location.hash));
  };
  window.addEventListener("keydown", onKey);
  window.addEventListener("hashchange", onHash);
  const stops = [
    () => {
      window.removeEventListener("keydown", onKey);
    },
    () => {
      window.removeEventListener("hashchange", onHash);
    },
    followMedia("(prefers-color-scheme: dark)", (isDark) => {
      app.theme.followSystem(isDark);
    }),
    followMedia("(prefers-reduced-motion: reduce)", (reduced) => {
      app.timeline.reduceMotion(reduced);
    }),
    autorun(() => {
      document.documentElement.dataset.theme = app.theme.resolved;
    }),
    autorun(() => {
      document.title = app.run.manifest === null ? "Epochscope" : `${app.run.manifest.title} · Epochscope`;
    }),
    reaction(
      () => app.address && formatAddress(app.address),
      (hash) => {
        if (hash !== null) bar.write(hash);
      },
      { delay: ADDRESS_DELAY },
    ),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function isElsewhere(app: AppStore): boolean {
  return app.address === null || formatAddress(app.address) !== location.hash;
}

/** What the browser's address ends with after "#". */
class AddressBar {
  private known = location.hash;

  read(): void {
    this.known = location.hash;
  }

  /**
   * Another run is a step the Back button can take back; everything else replaces the address. Where somebody has
   * gone elsewhere and the browser has not said so yet, nothing is written: that would undo their step.
   */
  write(hash: string): void {
    if (location.hash !== this.known) return;
    const before = parseAddress(this.known).run;
    const step = before !== null && before !== parseAddress(hash).run;
    if (step) history.pushState(null, "", hash);
    else history.replaceState(null, "", hash);
    this.read();
  }
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
