import type { Planes } from "./convolve.js";
import { PixelWork } from "./pixelMemory.js";

/** Fixed-point weights of an extended box: `inner` for 2 * radius + 1 pixels, `outer` for one more on either side. */
export interface ExtendedBox {
  readonly radius: number;
  readonly inner: number;
  readonly outer: number;
}

/** Sums of 8-bit values are kept in 16 bits. */
const MOST_RADIUS = 128;

/**
 * Extended box blurs along x, then as many along y, every pass rounded to 8 bits:
 * (inner * sum + outer * (before + after) + 2^23) / 2^24, the edge pixel repeated. The same bits as
 * `boxBlur.reference.ts`.
 *
 * @param box (2 radius + 1) inner + 2 outer <= 2^24.
 * @throws {RangeError} when the box's radius is more than 128 px.
 */
export function boxBlurPlanes(
  { width, height, data }: Planes<Uint8Array>,
  box: ExtendedBox,
  passes: number,
): Uint8Array {
  const { radius, inner, outer } = box;
  if (radius > MOST_RADIUS) {
    throw new RangeError(`A box blur reaches ${MOST_RADIUS} px at most; got a radius of ${radius} px.`);
  }
  const blurred = new Uint8Array(data.length);
  const [stride, reach] = [width + 15, radius + 1];
  const work = PixelWork.on([data], blurred, [2 * (stride + 2 * reach), 2 * stride * (height + 2 * reach)]);
  const [lines, planes] = work.scratch;
  work.program.boxBlur(work.inputs[0], work.out, width, height, passes, radius, inner, outer, lines, planes);
  return work.finish(blurred);
}
