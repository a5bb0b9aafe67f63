/** The browser's storage, where it is allowed: some block it for pages from a file or in a frame. */

export function rememberedHere(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
