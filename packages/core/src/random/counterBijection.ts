import { DesignError } from "../errors.js";
import { counterWord } from "./counterRandom.js";

const ROUNDS = 8;

/**
 * A shuffle of the whole numbers below `size` that gives any place alone: the `value`-th draw without replacement.
 * A Feistel network with counter-based rounds over the next even power of two, walked until it falls below `size`
 * (Black and Rogaway, "Ciphers with arbitrary finite domains", CT-RSA 2002).
 *
 * @param index tells several shuffles of one stream apart.
 * @param size 1 to 2^32.
 * @param value below `size`.
 * @returns a whole number below `size`; different values give different ones.
 * @throws {DesignError} when a number is out of its range.
 */
export function counterBijection(
  seed: number,
  stream: number,
  index: number,
  size: number,
  value: number,
): number {
  if (!Number.isInteger(size) || size < 1 || size > 2 ** 32) {
    throw new DesignError(`A shuffle holds 1 to 2^32 numbers, not ${size}.`, "size");
  }
  if (!Number.isInteger(value) || value < 0 || value >= size) {
    throw new DesignError(`A shuffle of ${size} numbers has no number ${value}.`, "value");
  }
  const halfBits = Math.max(1, Math.ceil(Math.log2(size) / 2));
  const half = 2 ** halfBits;
  const network = (x: number): number => {
    let [left, right] = [Math.floor(x / half), x % half];
    for (let round = 0; round < ROUNDS; round++) {
      const mixed = counterWord(seed, stream, index, round * half + right) >>> (32 - halfBits);
      [left, right] = [right, (left ^ mixed) >>> 0];
    }
    return left * half + right;
  };
  let x = network(value);
  while (x >= size) x = network(x);
  return x;
}
