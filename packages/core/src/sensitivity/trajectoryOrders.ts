import { DesignError } from "../errors.js";
import { counterOrder } from "../random/counterOrder.js";
import { requireSeed } from "./unitPoints.js";

/** Keeps orders apart from every other use of the same seed. */
const ORDER_STREAM = 0x4f524452;

/** Everything that the orders of a run of trajectories depend on. */
export interface OrderSampling {
  /** d, number of factors. */
  readonly factors: number;
  readonly seed: number;
  /** Base samples in a block. */
  readonly blockSize: number;
}

/**
 * The order in which base sample `index` moves the factors from x to y, from the index alone.
 *
 * Within a block every d successive base samples take the d rotations of one uniformly random order, so that each
 * factor comes first, last and in every other place once: each order alone is still uniform on all d!, and the blocks
 * are independent.
 *
 * @throws {DesignError} when there is no factor, the seed is no whole number from 0 to 2^53 - 1 or the block has no
 *   base sample.
 */
export class TrajectoryOrders {
  constructor(readonly sampling: OrderSampling) {
    const { factors, seed, blockSize } = sampling;
    requireSeed(seed);
    for (const [name, value] of Object.entries({ factors, blockSize })) {
      if (!Number.isInteger(value) || value < 1) {
        throw new DesignError(`Trajectories need at least one of "${name}", not ${value}.`, name);
      }
    }
  }

  /** @returns (d) the factor that moves at each step. */
  order(index: number): number[] {
    const { factors, seed, blockSize } = this.sampling;
    const block = Math.floor(index / blockSize);
    const place = index - block * blockSize;
    const round = Math.floor(place / factors);
    const roundsPerBlock = Math.ceil(blockSize / factors);
    const order = counterOrder(seed, ORDER_STREAM, block * roundsPerBlock + round, factors);
    const first = place - round * factors;
    return [...order.slice(first), ...order.slice(0, first)];
  }
}
