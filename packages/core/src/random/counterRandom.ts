import { DesignError } from "../errors.js";

const WORD = 2 ** 32;
const ROUNDS = 10;
const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const KEY_STEP_0 = 0x9e3779b9;
const KEY_STEP_1 = 0xbb67ae85;

/**
 * Philox4x32-10: four random words from a counter of four words and a key of two. A pure function, so any value of a
 * run can be had again alone.
 *
 * @param counter (4) and `key` (2): 32-bit words.
 * @returns (4) words, each uniform on the 32-bit integers.
 * @see Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11,
 *   https://doi.org/10.1145/2063384.2063405
 */
export function philox4x32(counter: ArrayLike<number>, key: ArrayLike<number>): Uint32Array {
  let [c0, c1, c2, c3] = [counter[0], counter[1], counter[2], counter[3]];
  let [k0, k1] = [key[0], key[1]];
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = multiplyHigh(MULTIPLIER_0, c0);
    const high1 = multiplyHigh(MULTIPLIER_1, c2);
    const low0 = Math.imul(MULTIPLIER_0, c0);
    const low1 = Math.imul(MULTIPLIER_1, c2);
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1 >>> 0;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0 >>> 0;
    k0 = (k0 + KEY_STEP_0) >>> 0;
    k1 = (k1 + KEY_STEP_1) >>> 0;
  }
  return Uint32Array.of(c0, c1, c2, c3);
}

/**
 * Four 32-bit words that depend on (seed, stream, index, lane) and on nothing else.
 *
 * @param seed 0 to 2^53 - 1; 0 is a seed like any other.
 * @param stream 0 to 2^32 - 1: the purpose; different purposes of one run take different streams.
 * @param index 0 to 2^53 - 1: the sample.
 * @param lane 0 to 2^32 - 1: tells several draws of one sample apart.
 * @throws {DesignError} when an argument is no whole number in its range.
 */
export function counterWords(seed: number, stream: number, index: number, lane = 0): Uint32Array {
  requireWhole("seed", seed, Number.MAX_SAFE_INTEGER);
  requireWhole("stream", stream, WORD - 1);
  requireWhole("index", index, Number.MAX_SAFE_INTEGER);
  requireWhole("lane", lane, WORD - 1);
  return philox4x32(
    [index >>> 0, Math.floor(index / WORD), lane, stream],
    [seed >>> 0, Math.floor(seed / WORD)],
  );
}

/** One 32-bit word, the first of `counterWords`. */
export function counterWord(seed: number, stream: number, index: number, lane = 0): number {
  return counterWords(seed, stream, index, lane)[0];
}

/** A multiple of 2^-53 uniform on [0, 1), from the first two words of `counterWords`. */
export function counterDouble(seed: number, stream: number, index: number, lane = 0): number {
  const [high, low] = counterWords(seed, stream, index, lane);
  return ((high >>> 5) * 2 ** 26 + (low >>> 6)) / 2 ** 53;
}

/** Upper 32 bits of the product of two 32-bit words, from 16-bit halves so that no step leaves 53 bits. */
function multiplyHigh(x: number, y: number): number {
  const xLow = x & 0xffff;
  const xHigh = x >>> 16;
  const yLow = y & 0xffff;
  const yHigh = y >>> 16;
  const middle = xHigh * yLow + ((xLow * yLow) >>> 16);
  const carry = xLow * yHigh + (middle & 0xffff);
  return xHigh * yHigh + (middle - (middle & 0xffff)) / 0x10000 + (carry - (carry & 0xffff)) / 0x10000;
}

function requireWhole(name: string, value: number, max: number): void {
  if (!Number.isInteger(value) || value < 0 || value > max) {
    throw new DesignError(
      `The ${name} of a random number is a whole number from 0 to ${max}, not ${value}.`,
      name,
    );
  }
}
