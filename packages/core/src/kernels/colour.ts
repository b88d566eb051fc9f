import { PixelWork } from "./pixelMemory.js";

const { fround } = Math;

/**
 * Luma 0.2989 R + 0.587 G + 0.114 B, every step rounded to float32. The same bits as `colour.reference.ts`.
 *
 * @param data (3)(A) flat.
 * @param out (A) written and returned.
 */
export function luma(
  data: Float32Array,
  out: Float32Array = new Float32Array(data.length / 3),
): Float32Array {
  const work = PixelWork.on([data], out);
  work.program.lumaOf(work.inputs[0], work.out, data.length / 3);
  return work.finish(out);
}

/** Mean of the luma, summed in float64 from the first pixel to the last. @param data (3)(A) flat. */
export function meanLuma(data: Float32Array): number {
  const area = data.length / 3;
  const work = PixelWork.on([data], null, [4 * area]);
  const [planeAt] = work.scratch;
  work.program.lumaOf(work.inputs[0], planeAt, area);
  return work.program.meanOf(planeAt, area);
}

/**
 * torchvision's `_blend`: clamp(factor * value + (1 - factor) * other, 0, 1), every step rounded to float32 as torch does,
 * so that values halfway between two 8-bit levels fall the same way. The same bits as `colour.reference.ts`.
 *
 * @param values (n)
 * @param other (n) values blended in, (n / 3) for all three planes alike, or one number for all values.
 * @param out (n) written and returned; `other` may be all of it or its last third.
 */
export function blend(
  values: Float32Array,
  other: Float32Array | number,
  factor: number,
  out: Float32Array = new Float32Array(values.length),
): Float32Array {
  const n = values.length;
  const [weight, otherWeight] = [fround(factor), fround(1 - factor)];
  const isNumber = typeof other === "number";
  const work = PixelWork.on(isNumber ? [values] : [values, other], out);
  const [valuesAt, otherAt] = work.inputs;
  if (isNumber) {
    work.program.blendConstant(valuesAt, other, work.out, n, weight, otherWeight);
  } else {
    for (let start = 0; start < n; start += other.length) {
      const at = 4 * start;
      work.program.blendValues(valuesAt + at, otherAt, work.out + at, other.length, weight, otherWeight);
    }
  }
  return work.finish(out);
}

/**
 * Turns the colour circle: RGB to HSV, hue plus `shift` turns, and back, every step rounded to float32. The same bits as
 * `colour.reference.ts`.
 *
 * @param data (3)(A) flat, values in [0, 1].
 * @param out (3)(A) written and returned.
 */
export function turnHue(
  data: Float32Array,
  shift: number,
  out: Float32Array = new Float32Array(data.length),
): Float32Array {
  const work = PixelWork.on([data], out);
  work.program.turnHue(work.inputs[0], work.out, data.length / 3, shift);
  return work.finish(out);
}
