import { type PixelArray, PixelWork } from "./pixelMemory.js";

/** k / 255 in float32 of every 8-bit value k. @param out as long as `pixels`; written and returned. */
export function toFloats(
  pixels: Uint8Array,
  out: Float32Array = new Float32Array(pixels.length),
): Float32Array {
  return converted("pixelsToFloats", pixels, out);
}

/** 255 * x in float32 of every value x in [0, 1], truncated to 8 bits. @param out as long as `values`; written and returned. */
export function toBytes(values: Float32Array, out: Uint8Array = new Uint8Array(values.length)): Uint8Array {
  return converted("floatsToPixels", values, out);
}

/** `toFloats(toBytes(values))` at once. @param out as long as `values`; written and returned. */
export function toLevels(
  values: Float32Array,
  out: Float32Array = new Float32Array(values.length),
): Float32Array {
  return converted("truncateToLevels", values, out);
}

/** Value by value. */
function converted<A extends PixelArray>(
  kernel: "pixelsToFloats" | "floatsToPixels" | "truncateToLevels",
  values: PixelArray,
  out: A,
): A {
  const work = PixelWork.on([values], out);
  work.program[kernel](work.inputs[0], work.out, values.length);
  return work.finish(out);
}

/**
 * Rows from their last value to their first.
 *
 * @param values (rows)(width) flat.
 * @param out as long as `values`; written and returned.
 */
export function mirrorRows(
  values: Float32Array,
  width: number,
  out: Float32Array = new Float32Array(values.length),
): Float32Array {
  const work = PixelWork.on([values], out);
  work.program.mirrorRows(work.inputs[0], work.out, width, values.length / width);
  return work.finish(out);
}

/** A plane's place in what `writeScaled` reads and how it is scaled. */
export interface PlaneScaling {
  /** Which of the planes is read. */
  readonly plane: number;
  readonly mean: number;
  readonly std: number;
}

/**
 * Writes planes one behind the other into `out`, from `offset` on: ((x - low) / range - mean) / std in float64, rounded to
 * float32 (the same bits as `pixels.reference.ts`), low and range those of the plane when `stretch` is set and 0 and 1 otherwise.
 *
 * @param data (planes)(A) flat.
 * @param flatRange planes that span less are not stretched, only shifted.
 */
export function writeScaled(
  data: Float32Array,
  area: number,
  scalings: readonly PlaneScaling[],
  stretch: { readonly flatRange: number } | null,
  out: Float32Array,
  offset: number,
): void {
  const target = out.subarray(offset, offset + scalings.length * area);
  const work = PixelWork.on([data], null, [target.byteLength, 8]);
  const [to, rangeAt] = work.scratch;
  const { rangeOf, scaleValues } = work.program;
  const range = work.float32At(rangeAt, 2);
  for (const [c, { plane, mean, std }] of scalings.entries()) {
    const at = work.inputs[0] + 4 * plane * area;
    let [low, span] = [0, 1];
    if (stretch) {
      rangeOf(at, area, rangeAt);
      low = range[0];
      span = range[1] - low;
      if (span < stretch.flatRange) span = 1;
    }
    scaleValues(at, to + 4 * c * area, area, low, span, mean, std);
  }
  target.set(work.float32At(to, target.length));
}
