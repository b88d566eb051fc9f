import type { mirrorRows, toBytes, toFloats, toLevels, writeScaled } from "./pixels.js";

/** What `toFloats` does, in plain TypeScript. */
export const toFloatsReference: typeof toFloats = (pixels) => Float32Array.from(pixels, (k) => k / 255);

/** What `toBytes` does, in plain TypeScript. */
export const toBytesReference: typeof toBytes = (values) =>
  Uint8Array.from(values, (x) => Math.trunc(Math.fround(x * 255)));

/** What `toLevels` does, in plain TypeScript. */
export const toLevelsReference: typeof toLevels = (values) => toFloatsReference(toBytesReference(values));

/** What `mirrorRows` does, in plain TypeScript. */
export const mirrorRowsReference: typeof mirrorRows = (values, width) =>
  values.map((_, at) => values[at - (at % width) + width - 1 - (at % width)]);

/** What `writeScaled` does, in plain TypeScript. */
export const writeScaledReference: typeof writeScaled = (data, area, scalings, stretch, out, offset) => {
  for (const [c, { plane, mean, std }] of scalings.entries()) {
    const values = data.subarray(plane * area, (plane + 1) * area);
    const low = stretch ? values.reduce((a, b) => Math.min(a, b)) : 0;
    let range = stretch ? values.reduce((a, b) => Math.max(a, b)) - low : 1;
    if (stretch && range < stretch.flatRange) range = 1;
    for (let p = 0; p < area; p++) out[offset + c * area + p] = ((values[p] - low) / range - mean) / std;
  }
};
