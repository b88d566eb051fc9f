import type { boxBlurPlanes, ExtendedBox } from "./boxBlur.js";

/** What `boxBlurPlanes` does, in plain TypeScript. */
export const boxBlurPlanesReference: typeof boxBlurPlanes = ({ width, height, data }, box, passes) => {
  const out = data.slice();
  for (let pass = 0; pass < passes; pass++) {
    for (let row = 0; row < 3 * height; row++) blurLine(out, row * width, 1, width, box);
  }
  for (let pass = 0; pass < passes; pass++) {
    for (let c = 0; c < 3; c++) {
      for (let x = 0; x < width; x++) blurLine(out, c * height * width + x, width, height, box);
    }
  }
  return out;
};

/** Blurs `length` values in place, from `start` in steps of `step`. */
function blurLine(data: Uint8Array, start: number, step: number, length: number, box: ExtendedBox): void {
  const { radius, inner, outer } = box;
  const line = Array.from({ length }, (_, at) => data[start + at * step]);
  const valueAt = (at: number) => line[Math.min(Math.max(at, 0), length - 1)];
  for (let at = 0; at < length; at++) {
    let sum = 0;
    for (let k = -radius; k <= radius; k++) sum += valueAt(at + k);
    const ends = valueAt(at - radius - 1) + valueAt(at + radius + 1);
    data[start + at * step] = Math.floor((inner * sum + outer * ends + 2 ** 23) / 2 ** 24);
  }
}
