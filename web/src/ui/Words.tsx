/** A sentence of the page or the server, in which code stands between back-quotes. */
export function Words({ text }: { text: string }) {
  return text.split("`").map((part, at) => (at % 2 === 0 ? part : <code key={at}>{part}</code>));
}
