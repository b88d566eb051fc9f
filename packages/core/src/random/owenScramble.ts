import { counterWord } from "./counterRandom.js";

/** Keeps scrambles apart from every other use of the same seed. */
const OWEN_STREAM = 0x4f57454e;

/**
 * Hash that names one scramble of one dimension; different (seed, replicate, dimension) are independent.
 *
 * @throws {DesignError} as `counterWords`.
 */
export function owenHash(seed: number, replicate: number, dimension: number): number {
  return counterWord(seed, OWEN_STREAM, replicate, dimension);
}

/**
 * Nested uniform (Owen) scramble of a 32-bit fraction: every bit is flipped or not by a hash of the bits above it.
 * Each scrambled point is uniform, and a Sobol' net stays a net.
 *
 * The permutation is that of Laine and Karras (Comput. Graph. Forum 30 (2011) 1265-1276) with the constants of
 * Burley, "Practical hash-based Owen scrambling", J. Comput. Graph. Tech. 9(4) (2020) 1-20, listing 2.
 *
 * @param value 32-bit integer k standing for k * 2^-32.
 * @param hash from `owenHash`.
 * @returns a 32-bit integer, a bijection of `value`.
 */
export function owenScramble(value: number, hash: number): number {
  let x = reverseBits(value);
  x = (x + hash) | 0;
  x ^= Math.imul(x, 0x6c50b47c);
  x ^= Math.imul(x, 0xb82f1e52);
  x ^= Math.imul(x, 0xc7afe638);
  x ^= Math.imul(x, 0x8d22f6e6);
  return reverseBits(x);
}

function reverseBits(x: number): number {
  x = ((x >>> 1) & 0x55555555) | ((x & 0x55555555) << 1);
  x = ((x >>> 2) & 0x33333333) | ((x & 0x33333333) << 2);
  x = ((x >>> 4) & 0x0f0f0f0f) | ((x & 0x0f0f0f0f) << 4);
  x = ((x >>> 8) & 0x00ff00ff) | ((x & 0x00ff00ff) << 8);
  return ((x >>> 16) | (x << 16)) >>> 0;
}
