import { counterWord } from "./counterRandom.js";

const WORD = 2 ** 32;

/**
 * A uniformly random order of the items 0 .. n-1 (Fisher and Yates) that depends on (seed, stream, index) and on
 * nothing else.
 *
 * @returns (n) the item at each place.
 * @throws {DesignError} as `counterWords`.
 */
export function counterOrder(seed: number, stream: number, index: number, n: number): number[] {
  const order = Array.from({ length: n }, (_, item) => item);
  for (let place = n - 1; place > 0; place--) {
    const other = Math.floor((counterWord(seed, stream, index, place) / WORD) * (place + 1));
    [order[place], order[other]] = [order[other], order[place]];
  }
  return order;
}
