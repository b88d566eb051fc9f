import { counterDouble } from "../random/counterRandom.js";
import { type ColumnGroup, requirePartition } from "./groups.js";
import { NestedOrders } from "./nestedOrders.js";
import { requireCounts } from "./sumsBlock.js";

/** Keep the draws apart from every other use of the same seed. */
const OUTER_STREAM = 0x4e4f5554;
const INNER_STREAM = 0x4e494e4e;

/**
 * The nested design of Shapley effects (Song, Nelson and Staum, SIAM/ASA J. Uncertain. Quantif. 4 (2016) 1060-1083), on
 * the unit cube: for each of several permutations of the players, each place in it and each outer draw of the players
 * behind that place, `innerSamples` draws of the players up to it. One base sample is one outer draw with its inner
 * ones; one permutation is one block. Any base sample follows from its index alone.
 *
 * @throws {DesignError} when the players do not part the columns, a number of samples is below 1 (inner: 2), or the
 *   seed is no whole number from 0 to 2^53 - 1.
 */
export class NestedDesign {
  readonly columns: number;
  /** Factors, or single columns: two different games (see `NestedAccumulator`). */
  readonly players: readonly ColumnGroup[];
  readonly outerSamples: number;
  readonly seed: number;
  /** Ni, inner samples. */
  readonly rowsPerBaseSample: number;
  /** Base samples of one permutation: players times outer samples. */
  readonly blockSize: number;
  private readonly orders: NestedOrders;

  constructor(options: {
    readonly columns: number;
    readonly players: readonly ColumnGroup[];
    readonly outerSamples: number;
    readonly innerSamples: number;
    readonly seed: number;
  }) {
    const { columns, players, outerSamples, innerSamples, seed } = options;
    requirePartition(columns, players);
    this.orders = new NestedOrders({ players: players.length, outerSamples, seed });
    requireCounts({ "inner samples beyond the first": innerSamples - 1 });
    this.columns = columns;
    this.players = players;
    this.outerSamples = outerSamples;
    this.seed = seed;
    this.rowsPerBaseSample = innerSamples;
    this.blockSize = this.orders.baseSamplesPerPermutation;
  }

  /** @returns (players) the player at each place of a permutation. */
  order(permutation: number): readonly number[] {
    return this.orders.order(permutation);
  }

  /**
   * The rows of base sample `index`.
   *
   * @returns (Ni)(C) in [0, 1): equal in the columns of the players behind the place, drawn afresh in the others.
   * @throws {DesignError} when the index is no whole number, or so large that rows cannot be told apart.
   */
  rows(index: number): Float64Array[] {
    const { permutation, place } = this.orders.position(index);
    const fixed = this.order(permutation)
      .slice(place + 1)
      .flatMap((player) => this.players[player].columns);
    const isFixed = new Set(fixed);
    const outer = Float64Array.from({ length: this.columns }, (_, c) =>
      counterDouble(this.seed, OUTER_STREAM, index, c),
    );
    return Array.from({ length: this.rowsPerBaseSample }, (_, i) => {
      const row = index * this.rowsPerBaseSample + i;
      return outer.map((value, c) =>
        isFixed.has(c) ? value : counterDouble(this.seed, INNER_STREAM, row, c),
      );
    });
  }
}
