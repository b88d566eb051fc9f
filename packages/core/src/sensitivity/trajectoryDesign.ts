import { type ColumnGroup, exchange, requirePartition } from "./groups.js";
import { TrajectoryOrders } from "./trajectoryOrders.js";
import { type SeededSampling, UnitPoints } from "./unitPoints.js";

/**
 * Random-order trajectories on the unit cube, the design of Shapley effects: two independent points x and y and an
 * order of the d groups give the rows z_0 = x, z_k = z_(k-1) with the columns of the k-th group of the order from y,
 * z_d = y (Goda, Reliab. Eng. Syst. Saf. 213 (2021) 107702). Any base sample follows from its index alone; x and y are
 * the first and the last C coordinates of a point of `UnitPoints`.
 *
 * @throws {DesignError} when the groups do not part the columns, or the sampling is impossible: see `UnitPoints`.
 */
export class TrajectoryDesign {
  readonly columns: number;
  readonly groups: readonly ColumnGroup[];
  readonly sampling: SeededSampling;
  /** d + 1. */
  readonly rowsPerBaseSample: number;
  private readonly points: UnitPoints;
  private readonly orders: TrajectoryOrders;

  constructor(options: {
    readonly columns: number;
    readonly groups: readonly ColumnGroup[];
    readonly sampling: SeededSampling;
  }) {
    const { columns, groups, sampling } = options;
    this.points = new UnitPoints(2 * columns, sampling);
    requirePartition(columns, groups);
    const { seed, blockSize } = sampling;
    this.orders = new TrajectoryOrders({ factors: groups.length, seed, blockSize });
    this.columns = columns;
    this.groups = groups;
    this.sampling = sampling;
    this.rowsPerBaseSample = groups.length + 1;
  }

  /** @returns (d) the group that moves at each step of base sample `index`. */
  order(index: number): number[] {
    return this.orders.order(index);
  }

  /**
   * The rows of base sample `index`.
   *
   * @returns (d + 1)(C) in [0, 1): z_0 = x, z_1 .. z_(d-1), z_d = y.
   * @throws {DesignError} when the index is no whole number that the points reach.
   */
  rows(index: number): Float64Array[] {
    const point = this.points.point(index);
    const rows: Float64Array[] = [point.slice(0, this.columns)];
    const y = point.slice(this.columns);
    for (const [step, g] of this.order(index).entries()) rows.push(exchange(rows[step], y, this.groups[g]));
    return rows;
  }
}
