import { ShapeError } from "../errors.js";
import { addTrajectories, type TrajectorySample } from "../kernels/trajectorySums.js";
import { type ActivationRow, requireRows, SumsBlock } from "./sumsBlock.js";
import { type TrajectoryLayout, type TrajectorySums, trajectorySumsLayout } from "./trajectoryLayout.js";
import { TrajectoryOrders } from "./trajectoryOrders.js";

export type { TrajectoryLayout } from "./trajectoryLayout.js";

/** Sums of one block of trajectories: see `SumsBlock`, and `TrajectorySums` for what they are. */
export class TrajectoryBlock extends SumsBlock<TrajectoryLayout, TrajectorySums> {
  private readonly orders: TrajectoryOrders;

  constructor(layout: TrajectoryLayout, pilot: Float64Array, data?: Float64Array) {
    super(trajectorySumsLayout, layout, pilot, data);
    const { factors, seed, blockSize } = layout;
    this.orders = new TrajectoryOrders({ factors, seed, blockSize });
  }

  /**
   * A block around the buffer of another one, not copied.
   *
   * @throws {ShapeError} when the buffer is not of this layout.
   */
  static fromData(layout: TrajectoryLayout, pilot: Float64Array, data: Float64Array): TrajectoryBlock {
    return new TrajectoryBlock(layout, pilot, data);
  }

  /**
   * Adds one base sample, its order taken from the index.
   *
   * @param rows (d + 1)(U) activations in the order of the design: z_0 = x .. z_d = y.
   * @param index of the base sample in the run.
   * @throws {ShapeError} when a row is missing or has not U values; nothing is added then.
   */
  push(rows: readonly ActivationRow[], index: number): void {
    this.pushSamples([rows], index);
  }

  /**
   * Adds base samples `first`, `first` + 1 .. in order; the same bits as one `push` each, with fewer passes over the
   * sums.
   *
   * @param samples (samples)(d + 1)(U)
   * @throws {ShapeError} as `push`.
   */
  pushSamples(samples: readonly (readonly ActivationRow[])[], first: number): void {
    this.add(samples.map((rows, i) => ({ rows, order: this.orders.order(first + i) })));
  }

  /**
   * Adds one base sample whose order is known otherwise, from a file of rows evaluated elsewhere, say.
   *
   * @param order (d) the factor that moves at each step.
   * @throws {ShapeError} as `push`, and when the order does not hold every factor once.
   */
  pushOrdered(rows: readonly ActivationRow[], order: readonly number[]): void {
    const { factors } = this.layout;
    if (
      order.length !== factors ||
      !Array.from({ length: factors }, (_, j) => j).every((j) => order.includes(j))
    ) {
      throw new ShapeError(
        `An order of ${factors} factors holds each of them once, not ${order.join(", ")}.`,
      );
    }
    this.add([{ rows, order }]);
  }

  private add(samples: readonly TrajectorySample[]): void {
    const { factors, units } = this.layout;
    for (const { rows } of samples) requireRows(rows, factors + 1, units);
    addTrajectories(factors, this.pilot, samples, this.data.subarray(1));
    this.data[0] += samples.length;
  }
}
