import { counterBijection } from "../random/counterBijection.js";
import { counterOrder } from "../random/counterOrder.js";
import { MAX_PERMUTED_ITEMS, permutation, permutationCount } from "../random/permutation.js";
import { requireCounts } from "./sumsBlock.js";
import { requireSeed } from "./unitPoints.js";

/** Keep the two draws apart from every other use of the same seed. */
const NUMBER_STREAM = 0x4e4e554d;
const SHUFFLE_STREAM = 0x4e534846;

/** Everything that the loops of a nested run depend on. */
export interface NestedLoops {
  /** Number of players. */
  readonly players: number;
  /** No, draws of the conditioned players for each permutation and place. */
  readonly outerSamples: number;
  readonly seed: number;
}

/** Where in the loops a base sample stands. */
export interface NestedPlace {
  readonly permutation: number;
  /** Place in the permutation up to which players are drawn afresh. */
  readonly place: number;
}

/**
 * The loops of the nested design: permutation, place, outer draw, in this order. All permutations are different until
 * every one has been used (of more than 12 players: 12!).
 *
 * @throws {DesignError} when there is no player or no outer sample, or the seed is no whole number from 0 to 2^53 - 1.
 */
export class NestedOrders {
  /** Base samples of one permutation. */
  readonly baseSamplesPerPermutation: number;
  private latest: { readonly number: number; readonly order: readonly number[] } | null = null;

  constructor(readonly loops: NestedLoops) {
    const { players, outerSamples, seed } = loops;
    requireCounts({ players, "outer samples": outerSamples });
    requireSeed(seed);
    this.baseSamplesPerPermutation = players * outerSamples;
  }

  /** Where base sample `index` stands. */
  position(index: number): NestedPlace {
    const number = Math.floor(index / this.baseSamplesPerPermutation);
    const within = index - number * this.baseSamplesPerPermutation;
    return { permutation: number, place: Math.floor(within / this.loops.outerSamples) };
  }

  /** @returns (players) the player at each place of permutation `number`, uniform on all orders. */
  order(number: number): readonly number[] {
    if (this.latest?.number !== number) this.latest = { number, order: this.draw(number) };
    return this.latest.order;
  }

  private draw(number: number): number[] {
    const { players, seed } = this.loops;
    const numbered = Math.min(players, MAX_PERMUTED_ITEMS);
    const count = permutationCount(numbered);
    const cycle = Math.floor(number / count);
    const k = counterBijection(seed, NUMBER_STREAM, cycle, count, number - cycle * count);
    const distinct = permutation(k, numbered);
    if (numbered === players) return distinct;
    // Any order, in which the first 12 players then stand as the distinct one says.
    let next = 0;
    return counterOrder(seed, SHUFFLE_STREAM, number, players).map((player) =>
      player < numbered ? distinct[next++] : player,
    );
  }
}
