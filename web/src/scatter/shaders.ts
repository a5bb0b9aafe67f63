/** The points' shaders: positions come from the texture of all epochs, colours from the texture of classes. */
import { ROW_SAMPLES } from "./positions.ts";

/** Classes in one row of the colour texture. */
export const ROW_CLASSES = 256;

export const vertexShader = /* glsl */ `
precision highp float;
precision highp int;
precision highp usampler2DArray;

uniform mat4 projectionMatrix;
uniform mat4 modelViewMatrix;
uniform usampler2DArray positions;
uniform vec3 placement;
uniform sampler2D classColours;
uniform int fromEpoch;
uniform int toEpoch;
uniform float share;
uniform float diameter;

in float classNumber;
in float inSubset;
out vec3 fill;

vec2 positionAt(int epoch) {
  ivec3 texel = ivec3(gl_VertexID % ${ROW_SAMPLES}, gl_VertexID / ${ROW_SAMPLES}, epoch);
  return placement.xy + vec2(texelFetch(positions, texel, 0).rg) * placement.z;
}

void main() {
  int number = int(classNumber);
  vec4 colour = texelFetch(classColours, ivec2(number % ${ROW_CLASSES}, number / ${ROW_CLASSES}), 0);
  fill = colour.rgb;
  gl_PointSize = diameter + 2.0;
  vec2 place = mix(positionAt(fromEpoch), positionAt(toEpoch), share);
  gl_Position = projectionMatrix * modelViewMatrix * vec4(place, 0.0, 1.0);
  // Outside the clip volume a hidden point costs nothing and punches no hole.
  if (colour.a == 0.0 || inSubset == 0.0) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
}
`;

export const fragmentShader = /* glsl */ `
precision highp float;

uniform float diameter;
uniform float rimWidth;
uniform vec3 rimTone;
uniform float rimShare;
uniform float opacity;
uniform float ringWidth;
uniform vec3 ringColour;

in vec3 fill;
out vec4 pixel;

float inside(float distance, float radius) {
  return 1.0 - smoothstep(radius - 0.5, radius + 0.5, distance);
}

void main() {
  float distance = length(gl_PointCoord - 0.5) * (diameter + 2.0);
  float radius = diameter * 0.5 - ringWidth;
  vec3 rim = mix(fill, rimTone, rimShare);
  vec3 disc = mix(rim, fill, inside(distance, radius - rimWidth));
  vec3 colour = ringWidth > 0.0 ? mix(ringColour, disc, inside(distance, radius)) : disc;
  pixel = vec4(colour, inside(distance, diameter * 0.5) * opacity);
}
`;
