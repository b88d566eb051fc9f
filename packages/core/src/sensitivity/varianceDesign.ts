import { type Sampling, UnitPoints } from "./unitPoints.js";

/**
 * One row a base sample: the plain design of mean and variance. Any row follows from its index alone.
 *
 * @throws {DesignError} when the sampling is impossible: see `UnitPoints`.
 */
export class VarianceDesign {
  readonly columns: number;
  readonly sampling: Sampling;
  readonly rowsPerBaseSample = 1;
  private readonly points: UnitPoints;

  constructor(options: { readonly columns: number; readonly sampling: Sampling }) {
    this.points = new UnitPoints(options.columns, options.sampling);
    this.columns = options.columns;
    this.sampling = options.sampling;
  }

  /**
   * @returns (1)(C) in [0, 1).
   * @throws {DesignError} when the index is no whole number that the points reach.
   */
  rows(index: number): Float64Array[] {
    return [this.points.point(index)];
  }
}
