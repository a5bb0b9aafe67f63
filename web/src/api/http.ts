/** The page's only way to a server: an answer, or an ApiError with a message for people. */
import { ApiError, isAbort } from "./ApiError.ts";
import { wrongLength } from "./decode.ts";

/** The page does not know which server it comes from: an export has no `epochscope serve` that could have stopped. */
const WHAT_TO_CHECK = "Is it still running, and is this computer online?";
const NO_ANSWER = `Can’t reach the server. ${WHAT_TO_CHECK}`;

/** Says what an answer is of; a static host does not send it. */
const IDENTITY = "Epochscope-Identity";

/** What a manifest says of an answer. */
export interface Promised {
  readonly identity: string;
  readonly bytes: number;
}

/** Told while an answer arrives: the share of it that is here, 0 to 1. */
export type Progress = (share: number) => void;

/** Told what a server says of its own accord. */
export interface Listener {
  onEvent(data: unknown): void;
  /** The connection broke; the browser tries again by itself unless it is over for good. */
  onBreak(over: boolean): void;
}

/** Return an object that has a field: what another program answers with may be JSON too. */
export async function getJson(address: string, field: string, signal?: AbortSignal): Promise<unknown> {
  const answer = await jsonOf(await ask(address, signal ? { signal } : {}), address);
  if (typeof answer !== "object" || answer === null || !(field in answer)) throw notOurs(address);
  return answer;
}

export async function sendJson(method: "POST" | "DELETE", address: string, body: unknown = null): Promise<unknown> {
  const headers = { "Content-Type": "application/json" };
  return jsonOf(
    await ask(address, body === null ? { method } : { method, headers, body: JSON.stringify(body) }),
    address,
  );
}

/** Listen to server-sent events of these names, whose data is JSON. Returns how to stop; call it after the last event. */
export function listen(address: string, names: readonly string[], listener: Listener): () => void {
  const source = new EventSource(address);
  for (const name of names)
    source.addEventListener(name, ({ data }: MessageEvent<string>) => {
      listener.onEvent(JSON.parse(data));
    });
  source.addEventListener("error", () => {
    listener.onBreak(source.readyState === EventSource.CLOSED);
  });
  return () => {
    source.close();
  };
}

async function jsonOf(response: Response, address: string): Promise<unknown> {
  try {
    return (await response.json()) as unknown;
  } catch (error) {
    if (isAbort(error)) throw error;
    throw notOurs(address);
  }
}

/** Return exactly the bytes that are promised: a static host's fallback page arrives with status 200 too. */
export async function getBytes(
  address: string,
  promised: Promised,
  signal?: AbortSignal,
  progress?: Progress,
): Promise<ArrayBuffer> {
  const response = await ask(address, signal ? { signal } : {});
  if (isHtml(response)) throw notOurs(address);
  if ((response.headers.get(IDENTITY) ?? promised.identity) !== promised.identity) throw outdated(address);
  try {
    return await readExactly(response, address, promised.bytes, progress);
  } catch (error) {
    if (isAbort(error) || error instanceof ApiError) throw error;
    throw new ApiError("network", `The connection to the server broke while data was arriving. ${WHAT_TO_CHECK}`);
  }
}

async function ask(address: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(address, init);
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new ApiError("network", NO_ANSWER);
  }
  if (!response.ok) throw await serverError(response, address);
  return response;
}

async function readExactly(
  response: Response,
  address: string,
  expected: number,
  progress?: Progress,
): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(expected);
  let filled = 0;
  for await (const chunk of chunksOf(response)) {
    if (filled + chunk.length > expected) throw wrongLength(address, filled + chunk.length, expected);
    bytes.set(chunk, filled);
    filled += chunk.length;
    progress?.(filled / expected);
  }
  if (filled !== expected) throw wrongLength(address, filled, expected);
  return bytes.buffer;
}

async function* chunksOf(response: Response): AsyncGenerator<Uint8Array> {
  if (response.body === null) return;
  const reader = response.body.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
  } finally {
    // Lets go of the connection when the reader stopped early.
    await reader.cancel();
  }
}

/** Every error of our server has one shape; anything else (a proxy, a static host) gets a message from its status. */
async function serverError(response: Response, address: string): Promise<ApiError> {
  const answer = (await response.json().catch(() => null)) as { error?: { name?: unknown; message?: unknown } } | null;
  const { name, message } = answer?.error ?? {};
  if (typeof message === "string")
    return new ApiError("server", message, response.status, typeof name === "string" ? name : null);
  const gateway = response.status >= 502 && response.status <= 504;
  if (gateway) return new ApiError("network", NO_ANSWER, response.status);
  return new ApiError("server", `The server answered ${response.status} for ${address}.`, response.status);
}

function isHtml(response: Response): boolean {
  return response.headers.get("content-type")?.startsWith("text/html") ?? false;
}

function outdated(address: string): ApiError {
  const message = `The run has changed since this page was opened: ${address} is no longer what it was. Reload the page.`;
  return new ApiError("outdated", message);
}

function notOurs(address: string): ApiError {
  return new ApiError("content", `${address} is not an answer of Epochscope: something else is serving this address.`);
}
