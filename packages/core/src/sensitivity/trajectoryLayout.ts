import { BufferViews, type SumsLayout } from "./sumsBlock.js";
import { type OrderSampling, TrajectoryOrders } from "./trajectoryOrders.js";

/**
 * Shape of the sums of a run of trajectories over the units of one checkpoint, and what tells the order in which each
 * base sample moves the factors.
 */
export interface TrajectoryLayout extends OrderSampling {
  /** U, number of units. */
  readonly units: number;
}

/**
 * The sums over base samples, per unit. x, y and z_k stand for the activations at these rows, x' and y' for values
 * shifted by the unit's pilot; D_k = z_k - x. Arrays of length U, views of one buffer.
 */
export interface TrajectorySums {
  /** sum x', sum y'. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** sum (x'^2 + y'^2). */
  readonly squares: Float64Array;
  /** How many values of all rows were not 0. */
  readonly nonZero: Float64Array;
  /** sum (x - y)^2 / 2. */
  readonly spread: Float64Array;
  /** [j] sum (D_k^2 - D_(k-1)^2) / 2, k the step at which j moves. */
  readonly shapley: readonly Float64Array[];
  /** [j] sum (z_k - z_(k-1))^2 / 2. */
  readonly total: readonly Float64Array[];
  /** [j] d / 2 sum of y' (z_1 - x) where j moves first, and of x' (z_(d-1) - y) where it moves last. */
  readonly first: readonly Float64Array[];
  /** [j] d / 2 sum of the second factors of the same. */
  readonly firstLevel: readonly Float64Array[];
}

/** How the sums of trajectories lie in their buffer. */
export const trajectorySumsLayout: SumsLayout<TrajectoryLayout, TrajectorySums> = {
  identity: ({ factors, units, seed, blockSize }) => ({ factors, units, seed, "block size": blockSize }),
  requireLayout: ({ factors, seed, blockSize }) => {
    new TrajectoryOrders({ factors, seed, blockSize });
  },
  length: ({ factors, units }) => 1 + (5 + 4 * factors) * units,
  view({ factors, units }, data) {
    const views = new BufferViews(data, 1);
    return {
      x: views.next(units),
      y: views.next(units),
      squares: views.next(units),
      nonZero: views.next(units),
      spread: views.next(units),
      shapley: views.many(factors, units),
      total: views.many(factors, units),
      first: views.many(factors, units),
      firstLevel: views.many(factors, units),
    };
  },
};
