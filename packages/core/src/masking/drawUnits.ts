import { counterWord } from "../random/counterRandom.js";

const WORD = 2 ** 32;

/** What a draw is for: draws for different purposes, or of different checkpoints, are independent under one seed. */
export interface DrawKey {
  readonly seed: number;
  /** Stream of the purpose. */
  readonly stream: number;
  /** Place of the checkpoint, or of the draw, among its like. */
  readonly index: number;
}

/**
 * Draws some of the candidates without replacement, each equally likely: the first steps of a Fisher-Yates shuffle. Of
 * the same candidates a smaller draw is part of a larger one.
 *
 * @param candidates (n) whole numbers, ascending.
 * @param count 0 to n.
 * @returns (count) of them, ascending.
 * @throws {DesignError} when the key holds no whole numbers.
 */
export function drawUnits(
  candidates: Uint32Array,
  count: number,
  { seed, stream, index }: DrawKey,
): Uint32Array {
  if (count >= candidates.length) return candidates.slice();
  const order = candidates.slice();
  for (let place = 0; place < count; place++) {
    const left = order.length - place;
    const other = place + Math.floor((counterWord(seed, stream, index, place) / WORD) * left);
    [order[place], order[other]] = [order[other], order[place]];
  }
  return order.subarray(0, count).sort();
}
