/** Writes WebM files: one track of video, a way to seek in it, and how long it is. */

/** One encoded frame. */
export interface Chunk {
  /** When it is shown, in milliseconds. */
  readonly time: number;
  /** Whether a player can begin here. */
  readonly key: boolean;
  readonly data: Uint8Array<ArrayBuffer>;
}

export interface Track {
  readonly codec: "V_VP8" | "V_VP9";
  readonly width: number;
  readonly height: number;
  /** Milliseconds. */
  readonly duration: number;
}

type Bytes = Uint8Array<ArrayBuffer>;

/** Names of the elements, as the Matroska specification numbers them. */
const ID = {
  header: 0x1a45dfa3,
  version: 0x4286,
  readVersion: 0x42f7,
  maxIdLength: 0x42f2,
  maxSizeLength: 0x42f3,
  docType: 0x4282,
  docVersion: 0x4287,
  docReadVersion: 0x4285,
  segment: 0x18538067,
  info: 0x1549a966,
  timecodeScale: 0x2ad7b1,
  duration: 0x4489,
  muxer: 0x4d80,
  writer: 0x5741,
  tracks: 0x1654ae6b,
  track: 0xae,
  trackNumber: 0xd7,
  trackUid: 0x73c5,
  trackType: 0x83,
  codec: 0x86,
  video: 0xe0,
  width: 0xb0,
  height: 0xba,
  cues: 0x1c53bb6b,
  cue: 0xbb,
  cueTime: 0xb3,
  cuePositions: 0xb7,
  cueTrack: 0xf7,
  cuePosition: 0xf1,
  cluster: 0x1f43b675,
  clusterTime: 0xe7,
  block: 0xa3,
} as const;
const VIDEO = 1,
  TRACK = 1;
const KEY_FRAME = 0x80;
/** Nanoseconds in the unit of all times. */
const MILLISECOND = 1_000_000;

/** Return the parts of a file, to be joined. The first chunk must be a key frame. */
export function webmOf(track: Track, chunks: readonly Chunk[]): Bytes[] {
  const groups = groupsOf(chunks);
  const clusters = groups.map(clusterOf);
  const before = [infoOf(track), trackOf(track)];
  const times = groups.map(([first]) => first?.time ?? 0);
  // Where clusters begin depends on the length of the cues, which does not depend on where they begin.
  const start = lengthOf([...before, cuesOf(times, clusters, 0)]);
  return [header(), element(ID.segment, ...before, cuesOf(times, clusters, start), ...clusters)];
}

/** From each key frame to the next. */
function groupsOf(chunks: readonly Chunk[]): Chunk[][] {
  const groups: Chunk[][] = [];
  for (const chunk of chunks) {
    if (chunk.key) groups.push([]);
    groups.at(-1)?.push(chunk);
  }
  return groups;
}

function header(): Bytes {
  return element(
    ID.header,
    whole(ID.version, 1),
    whole(ID.readVersion, 1),
    whole(ID.maxIdLength, 4),
    whole(ID.maxSizeLength, 8),
    text(ID.docType, "webm"),
    whole(ID.docVersion, 2),
    whole(ID.docReadVersion, 2),
  );
}

function infoOf({ duration }: Track): Bytes {
  return element(
    ID.info,
    whole(ID.timecodeScale, MILLISECOND),
    real(ID.duration, duration),
    text(ID.muxer, "Epochscope"),
    text(ID.writer, "Epochscope"),
  );
}

function trackOf({ codec, width, height }: Track): Bytes {
  const video = element(ID.video, whole(ID.width, width), whole(ID.height, height));
  return element(
    ID.tracks,
    element(
      ID.track,
      whole(ID.trackNumber, TRACK),
      whole(ID.trackUid, TRACK),
      whole(ID.trackType, VIDEO),
      text(ID.codec, codec),
      video,
    ),
  );
}

/** Where a player finds the cluster of a time; positions count from the start of the segment's content. */
function cuesOf(times: readonly number[], clusters: readonly Bytes[], start: number): Bytes {
  let position = start;
  return element(
    ID.cues,
    ...times.map((time, at) => {
      const cue = element(
        ID.cue,
        whole(ID.cueTime, time),
        element(ID.cuePositions, whole(ID.cueTrack, TRACK), whole(ID.cuePosition, position)),
      );
      position += clusters[at]?.length ?? 0;
      return cue;
    }),
  );
}

function clusterOf(chunks: readonly Chunk[]): Bytes {
  const start = chunks[0]?.time ?? 0;
  return element(
    ID.cluster,
    whole(ID.clusterTime, start),
    ...chunks.map(({ time, key, data }) => element(ID.block, blockHead(time - start, key), data)),
  );
}

/** The track's number, the time since the cluster's in two bytes, and flags. */
function blockHead(time: number, key: boolean): Bytes {
  return Uint8Array.of(0x80 | TRACK, Math.round(time) >> 8, Math.round(time) & 255, key ? KEY_FRAME : 0);
}

function element(id: number, ...content: readonly Bytes[]): Bytes {
  const size = number8(lengthOf(content));
  // The first byte says that seven bytes of length follow.
  size[0] = 1;
  return joined([idBytes(id), size, ...content]);
}

/** Always eight bytes, so that the length of what is written does not depend on the number. */
function whole(id: number, value: number): Bytes {
  return element(id, number8(Math.round(value)));
}

function real(id: number, value: number): Bytes {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value);
  return element(id, bytes);
}

function text(id: number, value: string): Bytes {
  return element(id, new TextEncoder().encode(value));
}

function number8(value: number): Bytes {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}

function idBytes(id: number): Bytes {
  return number8(id).subarray(8 - Math.ceil((32 - Math.clz32(id)) / 8));
}

function lengthOf(parts: readonly Bytes[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}

function joined(parts: readonly Bytes[]): Bytes {
  const bytes = new Uint8Array(lengthOf(parts));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
