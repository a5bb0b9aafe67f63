/** The page's only way to a server: an answer, or an ApiError with a message for people. */
import { ApiError, isAbort } from "./ApiError.ts";
import { checksumOf } from "./checksum.ts";
import { wrongLength } from "./decode.ts";
import { Patience } from "./Patience.ts";

/** The page does not know which server it comes from: an export has no `epochscope serve` that could have stopped. */
const WHAT_TO_CHECK = "Is it still running, and is this computer online?";
const NO_ANSWER = `Can’t reach the server. ${WHAT_TO_CHECK}`;
const BROKEN = `The connection to the server broke while data was arriving. ${WHAT_TO_CHECK}`;
const SILENT = `The server has sent next to nothing for two minutes. ${WHAT_TO_CHECK}`;

/** More bytes than the sources of millions of samples have, and as many as fit into one text. */
const MOST_JSON = 2 ** 28;

/** Says what an answer is of; a static host does not send it. */
const IDENTITY = "Epochscope-Identity";

/** What a manifest says of an answer; that of an export has its checksum. */
export interface Promised {
  readonly identity: string;
  readonly checksum?: string | undefined;
}

/** Told while an answer arrives: the share of it that is here, 0 to 1. */
export type Progress = (share: number) => void;

/** Told what a server says of its own accord. */
export interface Listener {
  onEvent(data: unknown): void;
  /** The connection broke; the browser tries again by itself unless it is over for good. */
  onBreak(over: boolean): void;
}

/** Return an object that has a list under this name: what another program answers with may be JSON too. */
export async function getJson(
  address: string,
  list: string,
  signal?: AbortSignal,
  promised: Promised | null = null,
): Promise<unknown> {
  return asPromised(address, promised, async () => {
    const answer = (await ask(address, reading(signal), (answer) => readJson(answer, promised))) as Record<
      string,
      unknown
    > | null;
    if (!Array.isArray(answer?.[list])) throw notOurs(address);
    return answer;
  });
}

export async function sendJson(
  method: "POST" | "DELETE",
  address: string,
  body: unknown = null,
  signal?: AbortSignal,
): Promise<unknown> {
  const headers = { "Content-Type": "application/json" };
  const content = body === null ? {} : { headers, body: JSON.stringify(body) };
  return ask(address, { method, ...content, ...(signal ? { signal } : {}) }, (answer) => readJson(answer));
}

/** Send bytes of a named type, with an answer in JSON. */
export async function sendBytes(
  address: string,
  body: Blob | Uint8Array<ArrayBuffer>,
  type: string,
  signal?: AbortSignal,
): Promise<unknown> {
  const headers = { "Content-Type": type };
  return ask(address, { method: "POST", headers, body, ...(signal ? { signal } : {}) }, (answer) => readJson(answer));
}

/** Send bytes, with an answer of as many bytes as are promised. Return them, and the address that they have from now on. */
export async function exchangeBytes(
  address: string,
  body: Uint8Array<ArrayBuffer>,
  promised: number,
  signal?: AbortSignal,
): Promise<{ readonly bytes: ArrayBuffer; readonly location: string | null }> {
  const init = { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body };
  return ask(address, { ...init, ...(signal ? { signal } : {}) }, async (answer) => ({
    bytes: await readExactly(answer, promised),
    location: answer.response.headers.get("content-location"),
  }));
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

/** Return exactly the bytes that are promised: a static host's fallback page arrives with status 200 too. */
export async function getBytes(
  address: string,
  promised: Promised & { readonly bytes: number },
  signal?: AbortSignal,
  progress?: Progress,
): Promise<ArrayBuffer> {
  return asPromised(address, promised, () =>
    ask(address, reading(signal), async (answer) => {
      if (answer.response.headers.get("content-type")?.startsWith("text/html") === true) throw notOurs(address);
      requireIdentity(answer, promised);
      const bytes = await readExactly(answer, promised.bytes, progress);
      requireChecksum(address, promised, [new Uint8Array(bytes)]);
      return bytes;
    }),
  );
}

/** As our server wants it: a static host does not say so, and what the browser keeps may be of an earlier export. */
function reading(signal: AbortSignal | undefined): RequestInit {
  return { cache: "no-cache", ...(signal ? { signal } : {}) };
}

/** In an export, what is missing or something else than promised may be of a later one, which replaced it. */
async function asPromised<Result>(
  address: string,
  promised: Promised | null,
  get: () => Promise<Result>,
): Promise<Result> {
  try {
    return await get();
  } catch (error) {
    const isOther = error instanceof ApiError && (error.kind === "content" || error.status === 404);
    throw isOther && promised?.checksum !== undefined ? replaced(address) : error;
  }
}

function requireIdentity({ address, response }: Answer, { identity }: Promised): void {
  if ((response.headers.get(IDENTITY) ?? identity) !== identity) throw outdated(address);
}

function requireChecksum(address: string, { checksum }: Promised, parts: readonly Uint8Array[]): void {
  if (checksum !== undefined && checksumOf(parts) !== checksum) throw replaced(address);
}

interface Answer {
  readonly address: string;
  readonly response: Response;
  readonly patience: Patience;
}

/** Return what is read of the answer to a request. */
async function ask<Result>(
  address: string,
  init: RequestInit,
  read: (answer: Answer) => Promise<Result>,
): Promise<Result> {
  const patience = new Patience(init.signal);
  let problem = NO_ANSWER;
  try {
    const response = await fetch(address, { ...init, signal: patience.signal });
    problem = BROKEN;
    const answer = { address, response, patience };
    if (!response.ok) throw await serverError(answer);
    return await read(answer);
  } catch (error) {
    if (patience.isOver) throw new ApiError("network", SILENT);
    if (isAbort(error) || error instanceof ApiError) throw error;
    throw new ApiError("network", problem);
  } finally {
    patience.end();
  }
}

async function readJson(answer: Answer, promised: Promised | null = null): Promise<unknown> {
  if (promised !== null) requireIdentity(answer, promised);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for await (const chunk of chunksOf(answer)) {
    bytes += chunk.length;
    if (bytes > MOST_JSON) throw notOurs(answer.address);
    chunks.push(chunk);
  }
  if (promised !== null) requireChecksum(answer.address, promised, chunks);
  try {
    return JSON.parse(await new Blob(chunks).text()) as unknown;
  } catch {
    throw notOurs(answer.address);
  }
}

async function readExactly(answer: Answer, expected: number, progress?: Progress): Promise<ArrayBuffer> {
  const { address } = answer;
  const bytes = new Uint8Array(expected);
  let filled = 0;
  for await (const chunk of chunksOf(answer)) {
    if (filled + chunk.length > expected) throw wrongLength(address, filled + chunk.length, expected);
    bytes.set(chunk, filled);
    filled += chunk.length;
    progress?.(filled / expected);
  }
  if (filled !== expected) throw wrongLength(address, filled, expected);
  return bytes.buffer;
}

async function* chunksOf({ response, patience }: Answer): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  if (response.body === null) return;
  const reader = response.body.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      patience.take(part.value.length);
      yield part.value;
    }
  } finally {
    // Lets go of the connection when the reader stopped early.
    await reader.cancel();
  }
}

/** Every error of our server has one shape; anything else (a proxy, a static host) gets a message from its status. */
async function serverError(answer: Answer): Promise<ApiError> {
  const { address, response } = answer;
  const document = (await readJson(answer).catch(() => null)) as {
    error?: { name?: unknown; message?: unknown };
  } | null;
  const { name, message } = document?.error ?? {};
  if (typeof message === "string")
    return new ApiError("server", message, response.status, typeof name === "string" ? name : null);
  const gateway = response.status >= 502 && response.status <= 504;
  if (gateway) return new ApiError("network", NO_ANSWER, response.status);
  return new ApiError("server", `The server answered ${response.status} for ${address}.`, response.status);
}

function outdated(address: string): ApiError {
  const message = `The run has changed since this page was opened: ${address} is no longer what it was. Reload the page.`;
  return new ApiError("outdated", message);
}

function replaced(address: string): ApiError {
  const message = `${address} is not what it was when this export was opened: it has been replaced, or is damaged. Reload the page.`;
  return new ApiError("outdated", message);
}

function notOurs(address: string): ApiError {
  return new ApiError("content", `${address} is not an answer of Epochscope: something else is serving this address.`);
}
