import { type convolvePlanes, reflectedIndices, type smoothPlanes } from "./convolve.js";

/** What `convolvePlanes` does, in plain TypeScript. */
export const convolvePlanesReference: typeof convolvePlanes = ({ width, height, data }, weights) => {
  const radius = (weights.length - 1) / 2;
  const columns = reflectedIndices(width, radius);
  const rows = reflectedIndices(height, radius);
  const out = new Float32Array(data.length);
  for (let offset = 0; offset < data.length; offset += width * height) {
    const across = Float64Array.from({ length: width * height }, (_, at) => {
      const row = offset + Math.floor(at / width) * width;
      return weights.reduce((sum, weight, k) => sum + weight * data[row + columns[(at % width) + k]], 0);
    });
    for (let at = 0; at < across.length; at++) {
      const y = Math.floor(at / width);
      out[offset + at] = weights.reduce(
        (sum, weight, k) => sum + weight * across[rows[y + k] * width + (at % width)],
        0,
      );
    }
  }
  return out;
};

/** What `smoothPlanes` does, in plain TypeScript. */
export const smoothPlanesReference: typeof smoothPlanes = ({ width, height, data }) => {
  const out = data.slice();
  for (let offset = 0; offset < data.length; offset += width * height) {
    for (let y = 1; y < height - 1; y++) {
      for (let x = 1; x < width - 1; x++) {
        const at = offset + y * width + x;
        const above = data[at - width - 1] + data[at - width] + data[at - width + 1];
        const beside = data[at - 1] + 5 * data[at] + data[at + 1];
        const below = data[at + width - 1] + data[at + width] + data[at + width + 1];
        out[at] = (above + beside + below) / 13;
      }
    }
  }
  return out;
};
