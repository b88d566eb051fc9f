import { DesignError } from "../errors.js";

/** 13! no longer fits 32 bits, and no set of augmentations is that long. */
export const MAX_PERMUTED_ITEMS = 12;

/**
 * n!, the number of orders of n items.
 *
 * @throws {DesignError} when n is no whole number from 0 to 12.
 */
export function permutationCount(n: number): number {
  if (!Number.isInteger(n) || n < 0 || n > MAX_PERMUTED_ITEMS) {
    throw new DesignError(
      `Orders of 0 to ${MAX_PERMUTED_ITEMS} items can be numbered, not of ${n}.`,
      "permutation",
    );
  }
  let count = 1;
  for (let i = 2; i <= n; i++) count *= i;
  return count;
}

/**
 * The k-th order of the items 0 .. n-1 in lexicographic order, by its Lehmer code: digit i is k div (n-1-i)! among the
 * items that remain. k = 0 is the identity, k = n! - 1 the reverse.
 *
 * @returns (n) the item at each place.
 * @throws {DesignError} when n is not 0 to 12, or k no whole number below n!.
 */
export function permutation(k: number, n: number): number[] {
  const count = permutationCount(n);
  if (!Number.isInteger(k) || k < 0 || k >= count) {
    throw new DesignError(
      `The orders of ${n} items are numbered 0 to ${count - 1}, but ${k} was asked for.`,
      "permutation",
    );
  }
  const remaining = Array.from({ length: n }, (_, item) => item);
  const order: number[] = [];
  let block = count;
  for (let left = n; left > 0; left--) {
    block /= left;
    const digit = Math.floor(k / block);
    k -= digit * block;
    order.push(...remaining.splice(digit, 1));
  }
  return order;
}

/**
 * The order that a uniform value stands for: the floor(u n!)-th.
 *
 * @param u in [0, 1).
 * @returns (n) the item at each place.
 * @throws {DesignError} when u is outside [0, 1) or n not 0 to 12.
 */
export function permutationFromUnit(u: number, n: number): number[] {
  if (!(u >= 0 && u < 1)) {
    throw new DesignError(`An order is drawn by a number in [0, 1), not ${u}.`, "permutation");
  }
  return permutation(Math.floor(u * permutationCount(n)), n);
}
