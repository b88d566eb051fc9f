import { type ColumnGroup, exchange, requirePartition } from "./groups.js";
import { rowsPerBaseSample } from "./sobolLayout.js";
import { type Sampling, UnitPoints } from "./unitPoints.js";

export type { Sampling } from "./unitPoints.js";

/**
 * Saltelli's design with groups, on the unit cube: each point of a Sobol' sequence in 2 C dimensions gives a row A
 * (first C coordinates) and a row B (last C), and for each of the d groups a row AB_i, which is A with the group's
 * columns from B, and with second order BA_i, which is B with the group's columns from A
 * (Saltelli, Comput. Phys. Commun. 145 (2002) 280-297). Any base sample follows from its index alone; how blocks of
 * them are drawn is told by `UnitPoints`.
 *
 * @throws {DesignError} when the groups do not part the columns, the seed is no whole number from 0 to 2^53 - 1, the
 *   block size no power of two, or the columns more than the sequence has.
 */
export class SaltelliDesign {
  readonly columns: number;
  readonly groups: readonly ColumnGroup[];
  readonly secondOrder: boolean;
  readonly sampling: Sampling;
  /** 2d + 2 with second order, else d + 2. */
  readonly rowsPerBaseSample: number;
  private readonly points: UnitPoints;

  constructor(options: {
    readonly columns: number;
    readonly groups: readonly ColumnGroup[];
    readonly secondOrder: boolean;
    readonly sampling: Sampling;
  }) {
    const { columns, groups, secondOrder, sampling } = options;
    this.points = new UnitPoints(2 * columns, sampling);
    requirePartition(columns, groups);
    this.columns = columns;
    this.groups = groups;
    this.secondOrder = secondOrder;
    this.sampling = sampling;
    this.rowsPerBaseSample = rowsPerBaseSample(groups.length, secondOrder);
  }

  /**
   * The rows of base sample `index`.
   *
   * @returns (rowsPerBaseSample)(C) in [0, 1): A, AB_1 .. AB_d, BA_1 .. BA_d (second order only), B.
   * @throws {DesignError} when the index is no whole number that the points reach.
   */
  rows(index: number): Float64Array[] {
    const point = this.points.point(index);
    const a = point.slice(0, this.columns);
    const b = point.slice(this.columns);
    const rows = [a, ...this.groups.map((group) => exchange(a, b, group))];
    if (this.secondOrder) rows.push(...this.groups.map((group) => exchange(b, a, group)));
    rows.push(b);
    return rows;
  }
}
