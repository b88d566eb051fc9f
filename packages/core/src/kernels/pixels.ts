import { bytesAt, float32At, kernelProgram, reserve } from "./program.js";

/** k / 255 in float32 of every 8-bit value k. */
export function toFloats(pixels: Uint8Array): Float32Array {
  const n = pixels.length;
  const [from, out] = reserve(n, 4 * n);
  bytesAt(from, n).set(pixels);
  kernelProgram().pixelsToFloats(from, out, n);
  return float32At(out, n).slice();
}

/** 255 * x in float32 of every value x in [0, 1], truncated to 8 bits. */
export function toBytes(values: Float32Array): Uint8Array {
  const n = values.length;
  const [from, out] = reserve(4 * n, n);
  float32At(from, n).set(values);
  kernelProgram().floatsToPixels(from, out, n);
  return bytesAt(out, n).slice();
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
  const length = scalings.length * area;
  const [from, to, rangeAt] = reserve(data.byteLength, 4 * length, 8);
  float32At(from, data.length).set(data);
  const { rangeOf, scaleValues } = kernelProgram();
  const range = float32At(rangeAt, 2);
  for (const [c, { plane, mean, std }] of scalings.entries()) {
    const at = from + 4 * plane * area;
    let [low, span] = [0, 1];
    if (stretch) {
      rangeOf(at, area, rangeAt);
      low = range[0];
      span = range[1] - low;
      if (span < stretch.flatRange) span = 1;
    }
    scaleValues(at, to + 4 * c * area, area, low, span, mean, std);
  }
  out.set(float32At(to, length), offset);
}
