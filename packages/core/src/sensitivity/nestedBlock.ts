import { DesignError } from "../errors.js";
import { type NestedLoops, NestedOrders } from "./nestedOrders.js";
import {
  type ActivationRow,
  BufferViews,
  requireCounts,
  requireRows,
  SumsBlock,
  type SumsLayout,
} from "./sumsBlock.js";

/** Shape of the sums of a nested run over the units of one checkpoint, and what tells its loops. */
export interface NestedLayout extends NestedLoops {
  /** Ni, rows of a base sample. */
  readonly innerSamples: number;
  /** (players) the factor that each player belongs to, 0 to d - 1; where factors are the players, 0, 1, 2 .. */
  readonly factorOfPlayer: readonly number[];
  /** U, number of units. */
  readonly units: number;
}

/** Sums over base samples, per unit: arrays of length U, views of one buffer. */
export interface NestedSums {
  /** Sum of the means of y' and of y'^2 over the inner samples, y' shifted by the pilot. */
  readonly level: Float64Array;
  readonly squares: Float64Array;
  /** How many values of all rows were not 0. */
  readonly nonZero: Float64Array;
  /** Sum over permutations of c(all players), the variance. */
  readonly spread: Float64Array;
  /** [g] sum over permutations and the players of factor g of c(J_i) - c(J_(i-1)). */
  readonly effect: readonly Float64Array[];
}

/** d, number of factors. */
export function nestedFactors({ factorOfPlayer }: NestedLayout): number {
  return Math.max(...factorOfPlayer) + 1;
}

/** How the sums of a nested run lie in their buffer. */
export const nestedSumsLayout: SumsLayout<NestedLayout, NestedSums> = {
  identity: ({ players, outerSamples, innerSamples, factorOfPlayer, seed, units }) => ({
    players,
    "outer samples": outerSamples,
    "inner samples": innerSamples,
    "factors of players": factorOfPlayer.join(" "),
    seed,
    units,
  }),
  requireLayout({ players, outerSamples, innerSamples, factorOfPlayer, seed }) {
    new NestedOrders({ players, outerSamples, seed });
    requireCounts({ "inner samples beyond the first": innerSamples - 1 });
    const known = factorOfPlayer.every((factor) => Number.isInteger(factor) && factor >= 0);
    if (factorOfPlayer.length !== players || !known) {
      throw new DesignError(
        `Each of the ${players} players belongs to a factor, not (${factorOfPlayer.join(", ")}).`,
        "factorOfPlayer",
      );
    }
  },
  length: (layout) => 1 + (4 + nestedFactors(layout)) * layout.units,
  view(layout, data) {
    const { units } = layout;
    const views = new BufferViews(data, 1);
    return {
      level: views.next(units),
      squares: views.next(units),
      nonZero: views.next(units),
      spread: views.next(units),
      effect: views.many(nestedFactors(layout), units),
    };
  },
};

/** Sums of one block, that is of one permutation: see `SumsBlock`, and `NestedSums` for what they are. */
export class NestedBlock extends SumsBlock<NestedLayout, NestedSums> {
  private readonly orders: NestedOrders;

  constructor(layout: NestedLayout, pilot: Float64Array, data?: Float64Array) {
    super(nestedSumsLayout, layout, pilot, data);
    const { players, outerSamples, seed } = layout;
    this.orders = new NestedOrders({ players, outerSamples, seed });
  }

  /**
   * A block around the buffer of another one, not copied.
   *
   * @throws {ShapeError} when the buffer is not of this layout.
   */
  static fromData(layout: NestedLayout, pilot: Float64Array, data: Float64Array): NestedBlock {
    return new NestedBlock(layout, pilot, data);
  }

  /**
   * Adds one base sample.
   *
   * @param rows (Ni)(U) activations in the order of the design.
   * @param index of the base sample in the run.
   * @throws {ShapeError} when a row is missing or has not U values; nothing is added then.
   */
  push(rows: readonly ActivationRow[], index: number): void {
    const { players, outerSamples, innerSamples, factorOfPlayer, units } = this.layout;
    requireRows(rows, innerSamples, units);
    const { permutation, place } = this.orders.position(index);
    const order = this.orders.order(permutation);
    const variance = this.addRows(rows);
    addScaled(this.sums.effect[factorOfPlayer[order[place]]], variance, 1 / outerSamples);
    if (place + 1 < players) {
      addScaled(this.sums.effect[factorOfPlayer[order[place + 1]]], variance, -1 / outerSamples);
    } else {
      addScaled(this.sums.spread, variance, 1 / outerSamples);
    }
    this.data[0] += 1;
  }

  /** Adds base samples `first`, `first` + 1 .. in order. @param samples (samples)(Ni)(U) @throws as `push`. */
  pushSamples(samples: readonly (readonly ActivationRow[])[], first: number): void {
    for (const [i, rows] of samples.entries()) this.push(rows, first + i);
  }

  /** Adds to the sums that know no players. @returns (U) unbiased variance over the rows. */
  private addRows(rows: readonly ActivationRow[]): Float64Array {
    const { pilot, sums } = this;
    const n = rows.length;
    return pilot.map((shift, u) => {
      let sum = 0;
      for (const row of rows) sum += row[u] - shift;
      const mean = sum / n;
      let squares = 0;
      for (const row of rows) {
        const deviation = row[u] - shift - mean;
        squares += deviation * deviation;
        sums.nonZero[u] += row[u] === 0 ? 0 : 1;
      }
      sums.level[u] += mean;
      sums.squares[u] += squares / n + mean * mean;
      return squares / (n - 1);
    });
  }
}

function addScaled(to: Float64Array, from: Float64Array, scale: number): void {
  for (let u = 0; u < to.length; u++) to[u] += scale * from[u];
}
