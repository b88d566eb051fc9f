import { float32At, kernelProgram, reserve } from "./program.js";

const { fround } = Math;

/**
 * Luma 0.2989 R + 0.587 G + 0.114 B, every step rounded to float32. The same bits as `colour.reference.ts`.
 *
 * @param data (3)(A) flat.
 * @returns (A)
 */
export function luma(data: Float32Array): Float32Array {
  const area = data.length / 3;
  const [image, out] = reserve(data.byteLength, 4 * area);
  float32At(image, data.length).set(data);
  kernelProgram().lumaOf(image, out, area);
  return float32At(out, area).slice();
}

/** Mean of the luma, summed in float64 from the first pixel to the last. @param data (3)(A) flat. */
export function meanLuma(data: Float32Array): number {
  const area = data.length / 3;
  const [image, out] = reserve(data.byteLength, 4 * area);
  float32At(image, data.length).set(data);
  const { lumaOf, meanOf } = kernelProgram();
  lumaOf(image, out, area);
  return meanOf(out, area);
}

/**
 * torchvision's `_blend`: clamp(factor * value + (1 - factor) * other, 0, 1), every step rounded to float32 as torch does,
 * so that values halfway between two 8-bit levels fall the same way. The same bits as `colour.reference.ts`.
 *
 * @param values (n)
 * @param other (n) values blended in, (n / 3) for all three planes alike, or one number for all values.
 * @returns (n)
 */
export function blend(values: Float32Array, other: Float32Array | number, factor: number): Float32Array {
  const n = values.length;
  const [weight, otherWeight] = [fround(factor), fround(1 - factor)];
  const otherLength = typeof other === "number" ? 0 : other.length;
  const [valuesAt, otherAt, out] = reserve(4 * n, 4 * otherLength, 4 * n);
  float32At(valuesAt, n).set(values);
  const { blendConstant, blendValues } = kernelProgram();
  if (typeof other === "number") {
    blendConstant(valuesAt, other, out, n, weight, otherWeight);
  } else {
    float32At(otherAt, otherLength).set(other);
    // In order of the planes: a vector that sticks out beyond one is overwritten by the next.
    for (let start = 0; start < n; start += otherLength) {
      blendValues(valuesAt + 4 * start, otherAt, out + 4 * start, otherLength, weight, otherWeight);
    }
  }
  return float32At(out, n).slice();
}

/**
 * Turns the colour circle: RGB to HSV, hue plus `shift` turns, and back, every step rounded to float32. The same bits as
 * `colour.reference.ts`.
 *
 * @param data (3)(A) flat, values in [0, 1].
 */
export function turnHue(data: Float32Array, shift: number): Float32Array {
  const area = data.length / 3;
  // Whole vectors a plane: the three are written side by side.
  const plane = Math.ceil(area / 4) * 4;
  const [image, out] = reserve(12 * plane, 12 * plane);
  const planes = float32At(image, 3 * plane);
  for (let c = 0; c < 3; c++) planes.set(data.subarray(c * area, (c + 1) * area), c * plane);
  kernelProgram().turnHue(image, out, 4 * plane, shift);
  const turned = float32At(out, 3 * plane);
  if (plane === area) return turned.slice();
  const result = new Float32Array(data.length);
  for (let c = 0; c < 3; c++) result.set(turned.subarray(c * plane, c * plane + area), c * area);
  return result;
}
