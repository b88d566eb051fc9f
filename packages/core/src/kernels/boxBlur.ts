import type { Planes } from "./convolve.js";
import { bytesAt, kernelProgram, reserve } from "./program.js";

/** Fixed-point weights of an extended box: `inner` for 2 * radius + 1 pixels, `outer` for one more on either side. */
export interface ExtendedBox {
  readonly radius: number;
  readonly inner: number;
  readonly outer: number;
}

/**
 * Extended box blurs along x, then as many along y, every pass rounded to 8 bits:
 * (inner * sum + outer * (before + after) + 2^23) / 2^24, the edge pixel repeated. The same bits as
 * `boxBlur.reference.ts`.
 *
 * @param box (2 radius + 1) inner + 2 outer <= 2^24.
 */
export function boxBlurPlanes(
  { width, height, data }: Planes<Uint8Array>,
  box: ExtendedBox,
  passes: number,
): Uint8Array {
  const [at, line] = reserve(data.length, Math.max(width, height));
  bytesAt(at, data.length).set(data);
  kernelProgram().boxBlur(at, width, height, passes, box.radius, box.inner, box.outer, line);
  return bytesAt(at, data.length).slice();
}
