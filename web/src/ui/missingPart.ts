/** Say that a script is missing: the server is gone, or has another version of the page by now. */
export function missingPart(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return `This part of the page couldn’t be loaded (${reason}). Reload the page to try again.`;
}
