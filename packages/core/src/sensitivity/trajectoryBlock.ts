import { ShapeError } from "../errors.js";
import { type ActivationRow, requireRows, SumsBlock } from "./sumsBlock.js";
import { type TrajectoryLayout, type TrajectorySums, trajectorySumsLayout } from "./trajectoryLayout.js";
import { TrajectoryOrders } from "./trajectoryOrders.js";

export type { TrajectoryLayout } from "./trajectoryLayout.js";

/** Units taken at a time, so that their sums stay in the processor's cache while the factors are gone through. */
const TILE = 1024;

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
    this.pushOrdered(rows, this.orders.order(index));
  }

  /**
   * Adds one base sample whose order is known otherwise, from a file of rows evaluated elsewhere, say.
   *
   * @param order (d) the factor that moves at each step.
   * @throws {ShapeError} as `push`, and when the order does not hold every factor once.
   */
  pushOrdered(rows: readonly ActivationRow[], order: readonly number[]): void {
    const { factors, units } = this.layout;
    requireRows(rows, factors + 1, units);
    if (
      order.length !== factors ||
      !Array.from({ length: factors }, (_, j) => j).every((j) => order.includes(j))
    ) {
      throw new ShapeError(
        `An order of ${factors} factors holds each of them once, not ${order.join(", ")}.`,
      );
    }
    for (let start = 0; start < units; start += TILE) {
      const end = Math.min(start + TILE, units);
      this.addEnds(rows[0], rows[factors], start, end);
      for (let k = 1; k <= factors; k++) this.addStep(rows, k, order[k - 1], start, end);
      this.addFirst(rows[factors], rows[0], rows[1], order[0], start, end);
      this.addFirst(rows[0], rows[factors], rows[factors - 1], order[factors - 1], start, end);
      for (const row of rows) {
        for (let u = start; u < end; u++) this.sums.nonZero[u] += row[u] === 0 ? 0 : 1;
      }
    }
    this.data[0] += 1;
  }

  private addEnds(x: ActivationRow, y: ActivationRow, start: number, end: number): void {
    const { pilot, sums } = this;
    for (let u = start; u < end; u++) {
      const shiftedX = x[u] - pilot[u];
      const shiftedY = y[u] - pilot[u];
      const difference = y[u] - x[u];
      sums.x[u] += shiftedX;
      sums.y[u] += shiftedY;
      sums.squares[u] += shiftedX * shiftedX + shiftedY * shiftedY;
      sums.spread[u] += 0.5 * difference * difference;
    }
  }

  /** Step k of the trajectory, which moves factor j. */
  private addStep(rows: readonly ActivationRow[], k: number, j: number, start: number, end: number): void {
    const [x, before, after] = [rows[0], rows[k - 1], rows[k]];
    const [shapley, total] = [this.sums.shapley[j], this.sums.total[j]];
    for (let u = start; u < end; u++) {
      const from = before[u] - x[u];
      const to = after[u] - x[u];
      const step = after[u] - before[u];
      shapley[u] += 0.5 * (to * to - from * from);
      total[u] += 0.5 * step * step;
    }
  }

  /** `near` differs from `origin` in factor j alone and shares nothing but factor j with `far`. */
  private addFirst(
    far: ActivationRow,
    origin: ActivationRow,
    near: ActivationRow,
    j: number,
    start: number,
    end: number,
  ): void {
    const { pilot } = this;
    const [first, level] = [this.sums.first[j], this.sums.firstLevel[j]];
    // A factor comes first, and comes last, in one base sample out of d.
    const weight = this.layout.factors / 2;
    for (let u = start; u < end; u++) {
      const difference = weight * (near[u] - origin[u]);
      first[u] += (far[u] - pilot[u]) * difference;
      level[u] += difference;
    }
  }
}
