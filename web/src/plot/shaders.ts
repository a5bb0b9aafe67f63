/** The shaders: positions, colors and marks come from textures of all epochs, read by the sample's number. */
import { UNSUPPORTED, WRONG } from "../numbers/paint.ts";
import { GRAYED, HIDDEN, SHOWN } from "../page/DrawingStore.ts";
import { DIAMOND, GRAYED_OPACITY, GRAYED_SIZE, HOLLOW_RIM, OLDEST_TRAIL } from "./looks.ts";
import { ROW_SAMPLES } from "./positions.ts";

/** Colors in one row of the texture of colors. */
export const ROW_COLORS = 256;

const READING = /* glsl */ `
precision highp float;
precision highp int;
precision highp usampler2DArray;

uniform mat4 projectionMatrix;
uniform mat4 modelViewMatrix;
uniform usampler2DArray positions;
uniform vec3 placement;
uniform usampler2DArray codes;
uniform usampler2DArray marks;
uniform sampler2D colors;
uniform int fromEpoch;
uniform int toEpoch;
uniform float share;
// Where points come from while they glide from the last projection to this one.
uniform highp sampler2D origins;
uniform float glide;

ivec3 texelOf(int sampleNumber, int epoch) {
  return ivec3(sampleNumber % ${ROW_SAMPLES}, sampleNumber / ${ROW_SAMPLES}, epoch);
}

vec2 positionAt(int sampleNumber, int epoch) {
  return placement.xy + vec2(texelFetch(positions, texelOf(sampleNumber, epoch), 0).rg) * placement.z;
}

// What never changes has one layer for all epochs.
uint codeAt(int sampleNumber, int epoch) {
  return texelFetch(codes, texelOf(sampleNumber, min(epoch, textureSize(codes, 0).z - 1)), 0).r;
}

uint marksAt(int sampleNumber, int epoch) {
  return texelFetch(marks, texelOf(sampleNumber, min(epoch, textureSize(marks, 0).z - 1)), 0).r;
}

vec2 glidingTo(vec2 place, int sampleNumber, float gone) {
  return gone < 1.0 ? mix(texelFetch(origins, texelOf(sampleNumber, 0).xy, 0).rg, place, gone) : place;
}

vec2 placeNow(int sampleNumber) {
  vec2 place = mix(positionAt(sampleNumber, fromEpoch), positionAt(sampleNumber, toEpoch), share);
  return glidingTo(place, sampleNumber, glide);
}

vec4 projected(vec2 place) {
  return projectionMatrix * modelViewMatrix * vec4(place, 0.0, 1.0);
}

vec3 colorAt(int sampleNumber, int epoch) {
  int code = int(codeAt(sampleNumber, epoch));
  return texelFetch(colors, ivec2(code % ${ROW_COLORS}, code / ${ROW_COLORS}), 0).rgb;
}
`;

export const vertexShader = /* glsl */ `${READING}
uniform float diameter;
uniform float rimWidth;
uniform vec3 rimTone;
uniform float rimShare;
uniform float opacity;
#ifdef RING
uniform float ringWidth;
#else
const float ringWidth = 0.0;
#endif
uniform vec3 gray;
uniform vec3 background;

// Samples in this state are not drawn by this program.
uniform float skipped;

in float state;
flat out vec3 core;
flat out vec3 rim;
// Where, from the middle, the core, the rim and the whole point end.
flat out vec3 ends;
flat out float size;
flat out float alpha;
flat out int diamond;

void main() {
  int number = gl_VertexID;
  bool grayed = state == ${GRAYED}.0;
  bool moving = share > 0.0;
  bool wrong = (marksAt(number, share < 0.5 ? fromEpoch : toEpoch) & ${WRONG}u) > 0u;
  bool hollow = moving && (marksAt(number, toEpoch) & ${UNSUPPORTED}u) > 0u;
  float own = grayed ? diameter * ${GRAYED_SIZE} : diameter;
  vec3 fill = grayed ? gray : mix(colorAt(number, fromEpoch), colorAt(number, toEpoch), share);
  float radius = own * 0.5 - ringWidth;
  core = hollow ? background : fill;
  rim = hollow || grayed ? fill : mix(fill, rimTone, rimShare);
  ends = 0.5 + vec3(radius - (hollow ? max(rimWidth, own * ${HOLLOW_RIM}) : rimWidth), radius, own * 0.5);
  alpha = grayed ? ${GRAYED_OPACITY} : opacity;
  diamond = int(wrong);
  // A diamond needs more room than a disc of the same area.
  size = own * (wrong ? 1.3 : 1.0) + min(1.0, own * 0.1);
  gl_PointSize = size;
  gl_Position = projected(placeNow(number));
  // Outside the clip volume a hidden point costs nothing and punches no hole.
  if (state == ${HIDDEN}.0 || state == skipped) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
}
`;

/** As little as can be: without a graphics card this is where the time of a drawing goes. */
export const fragmentShader = /* glsl */ `
precision highp float;
precision highp int;

uniform vec3 ringColor;

flat in vec3 core;
flat in vec3 rim;
flat in vec3 ends;
flat in float size;
flat in float alpha;
flat in int diamond;
out vec4 pixel;

void main() {
  vec2 place = abs(gl_PointCoord - 0.5) * size;
  float distance = diamond == 1 ? (place.x + place.y) * ${DIAMOND} : length(place);
  vec3 color = mix(rim, core, clamp(ends.x - distance, 0.0, 1.0));
  #ifdef RING
  color = mix(ringColor, color, clamp(ends.y - distance, 0.0, 1.0));
  #endif
  pixel = vec4(color, alpha * clamp(ends.z - distance, 0.0, 1.0));
}
`;

export const trailVertexShader = /* glsl */ `${READING}
uniform vec2 viewport;
uniform float lineWidth;
uniform float edgeWidth;
uniform float opacity;
uniform float span;

in float sampleNumber;
in float epoch;
in float corner;
out vec4 stroke;
out float across;

vec2 placeAt(int sampleNumber, float until) {
  int before = int(floor(until)), after = min(before + 1, max(toEpoch, before));
  return mix(positionAt(sampleNumber, before), positionAt(sampleNumber, after), until - float(before));
}

void main() {
  int number = int(sampleNumber);
  float now = float(fromEpoch) + share;
  float first = max(0.0, now - span);
  // What lies before the first moment or after the one shown is drawn together into one point.
  vec2 until = clamp(vec2(epoch, epoch + 1.0), first, now);
  vec4 begin = projected(placeAt(number, until.x)), end = projected(placeAt(number, until.y));
  bool atEnd = corner >= 2.0;
  across = mod(corner, 2.0) * 2.0 - 1.0;
  // One pixel more for the soft edge.
  float reach = lineWidth * 0.5 + edgeWidth + 1.0;
  vec2 way = (end.xy - begin.xy) * viewport;
  vec2 side = length(way) > 0.0 ? vec2(-way.y, way.x) / length(way) : vec2(0.0);
  gl_Position = atEnd ? end : begin;
  gl_Position.xy += side * across * reach * 2.0 / viewport;
  across *= reach;
  float age = now > first ? (now - (atEnd ? until.y : until.x)) / (now - first) : 0.0;
  stroke = vec4(colorAt(number, share < 0.5 ? fromEpoch : toEpoch), opacity * (1.0 - ${1 - OLDEST_TRAIL} * age));
}
`;

export const trailFragmentShader = /* glsl */ `
precision highp float;
uniform float lineWidth;
uniform float edgeWidth;
uniform vec3 ringColor;
in vec4 stroke;
in float across;
out vec4 pixel;

void main() {
  float far = abs(across) - lineWidth * 0.5;
  vec3 color = edgeWidth > 0.0 ? mix(ringColor, stroke.rgb, clamp(0.5 - far, 0.0, 1.0)) : stroke.rgb;
  pixel = vec4(color, stroke.a * clamp(edgeWidth + 0.5 - far, 0.0, 1.0));
}
`;

/** A triangle behind each point, which narrows and fades towards where the point was a moment ago. */
export const tailVertexShader = /* glsl */ `${READING}
uniform vec2 viewport;
uniform float headWidth;
uniform float longest;
uniform int tipFrom;
uniform int tipTo;
uniform float tipShare;
uniform float tipGlide;

in float sampleNumber;
in float state;
flat out vec3 color;
// 1 at the head and 0 at the tip; and from -1 to 1 across the head.
out vec2 place;

void main() {
  int number = int(sampleNumber);
  vec4 head = projected(placeNow(number));
  vec2 before = mix(positionAt(number, tipFrom), positionAt(number, tipTo), tipShare);
  vec4 tip = projected(glidingTo(before, number, tipGlide));
  vec2 way = (tip.xy - head.xy) * viewport * 0.5;
  float far = length(way);
  vec2 direction = way / max(far, 0.001);
  int corner = gl_VertexID % 3;
  place = corner == 0 ? vec2(0.0) : vec2(1.0, corner == 1 ? 1.0 : -1.0);
  vec2 side = vec2(-direction.y, direction.x) * headWidth * 0.5 * place.y;
  gl_Position = head;
  gl_Position.xy += (corner == 0 ? direction * min(far, longest) : side) * 2.0 / viewport;
  color = colorAt(number, share < 0.5 ? fromEpoch : toEpoch);
  // A point that hardly moves has no tail.
  if (state != ${SHOWN}.0 || far < 1.0) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
}
`;

export const tailFragmentShader = /* glsl */ `
precision highp float;
uniform float opacity;
flat in vec3 color;
in vec2 place;
out vec4 pixel;

void main() {
  float aside = place.y / max(place.x, 0.01);
  pixel = vec4(color, opacity * place.x * max(0.0, 1.0 - aside * aside));
}
`;
