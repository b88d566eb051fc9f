const { fround } = Math;

/**
 * torchvision's `_blend` of every value: clamp(factor * value + (1 - factor) * other, 0, 1), each step rounded to float32
 * as torch does, so that values halfway between two 8-bit levels fall the same way.
 *
 * @param other the value blended in at index `at`
 */
export function blendInto(
  target: Float32Array,
  values: Float32Array,
  other: (at: number) => number,
  factor: number,
): void {
  const weight = fround(factor);
  const otherWeight = fround(1 - factor);
  for (let at = 0; at < target.length; at++) {
    const mixed = fround(weight * values[at]) + fround(otherWeight * fround(other(at)));
    target[at] = Math.max(0, Math.min(mixed, 1));
  }
}
