/**
 * IEEE 754 half precision, as raw 16-bit patterns: Node before 24 has no Float16Array, and the runtime reads none.
 */

const floatView = new Float32Array(1);
const bitsView = new Uint32Array(floatView.buffer);

/** Values of 16-bit patterns; exact. */
export function decodeFloat16(patterns: Uint16Array): Float32Array {
  const values = new Float32Array(patterns.length);
  for (let i = 0; i < patterns.length; i++) {
    const pattern = patterns[i];
    const sign = pattern & 0x8000 ? -1 : 1;
    const exponent = (pattern >> 10) & 0x1f;
    const fraction = pattern & 0x3ff;
    if (exponent === 0) values[i] = sign * fraction * 2 ** -24;
    else if (exponent === 31) values[i] = fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
    else values[i] = sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  }
  return values;
}

/** The nearest half-precision values, ties to even; beyond 65504 infinity. */
export function encodeFloat16(values: Float32Array): Uint16Array {
  const patterns = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) {
    floatView[0] = values[i];
    const bits = bitsView[0];
    const sign = (bits >>> 16) & 0x8000;
    const exponent = ((bits >>> 23) & 0xff) - 127;
    const fraction = bits & 0x7fffff;
    if (exponent === 128) patterns[i] = sign | 0x7c00 | (fraction === 0 ? 0 : 0x200);
    else if (exponent < -25) patterns[i] = sign;
    else {
      // Below 2^-14 halves are subnormal: the leading one moves into the fraction and more bits fall off.
      const isSubnormal = exponent < -14;
      const dropped = isSubnormal ? -1 - exponent : 13;
      const whole = isSubnormal ? fraction | 0x800000 : fraction + ((exponent + 15) << 23);
      const kept = whole >>> dropped;
      const rest = whole & ((1 << dropped) - 1);
      const half = 1 << (dropped - 1);
      const rounded = kept + (rest > half || (rest === half && (kept & 1) === 1) ? 1 : 0);
      patterns[i] = sign | Math.min(rounded, 0x7c00);
    }
  }
  return patterns;
}
