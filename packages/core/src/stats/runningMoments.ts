import { ShapeError, StateFormatError } from "../errors.js";

/**
 * Mean and sum of squared deviations of U values in one pass.
 *
 * `push` is Welford's update; `merge` joins two disjoint samples, delta being the difference of their means:
 *   mean = mean_a + delta n_b / n,   M2 = M2_a + M2_b + delta^2 n_a n_b / n
 * (Chan, Golub and LeVeque 1983; Pebay, SAND2008-6212, equations 1.3 and 1.4). Unlike raw power sums, neither loses
 * digits when the mean is large against the spread.
 */
export class RunningMoments {
  readonly units: number;
  private n = 0;
  /** (U) mean so far; 0 before the first row. */
  readonly mean: Float64Array;
  /** (U) sum of squared deviations from the mean. */
  readonly m2: Float64Array;

  constructor(units: number) {
    this.units = units;
    this.mean = new Float64Array(units);
    this.m2 = new Float64Array(units);
  }

  /** Rows seen. */
  get count(): number {
    return this.n;
  }

  /**
   * Adds one row.
   *
   * @param row (U)
   * @throws {ShapeError} when the row has not U values.
   */
  push(row: ArrayLike<number>): void {
    if (row.length !== this.units) {
      throw new ShapeError(`A row of ${this.units} values was expected, not of ${row.length}.`);
    }
    this.n += 1;
    for (let u = 0; u < this.units; u++) {
      const delta = row[u] - this.mean[u];
      this.mean[u] += delta / this.n;
      this.m2[u] += delta * (row[u] - this.mean[u]);
    }
  }

  /**
   * Adds the rows that `other` has seen.
   *
   * @throws {ShapeError} when `other` is of another number of units.
   */
  merge(other: RunningMoments): void {
    if (other.units !== this.units) {
      throw new ShapeError(`Moments of ${other.units} units cannot join moments of ${this.units}.`);
    }
    if (other.n === 0) return;
    const n = this.n + other.n;
    const share = other.n / n;
    for (let u = 0; u < this.units; u++) {
      const delta = other.mean[u] - this.mean[u];
      this.m2[u] += other.m2[u] + delta * delta * this.n * share;
      this.mean[u] += delta * share;
    }
    this.n = n;
  }

  /**
   * Variance of every unit.
   *
   * @param lostDegrees 0 for the population variance, 1 for the unbiased one.
   * @returns (U) in the square of the values' unit; NaN when there are no more rows than lost degrees of freedom.
   */
  variance(lostDegrees: 0 | 1): Float64Array {
    const divisor = this.n - lostDegrees;
    return this.m2.map((m2) => (divisor > 0 ? m2 / divisor : Number.NaN));
  }

  /** Everything needed to go on: count, means, sums of squared deviations; length 1 + 2 U. */
  state(): Float64Array {
    const state = new Float64Array(1 + 2 * this.units);
    state[0] = this.n;
    state.set(this.mean, 1);
    state.set(this.m2, 1 + this.units);
    return state;
  }

  /**
   * Moments that go on where `state` was taken, bit for bit.
   *
   * @throws {StateFormatError} when it is no state of that many units.
   */
  static fromState(units: number, state: Float64Array): RunningMoments {
    if (state.length !== 1 + 2 * units) {
      throw new StateFormatError(
        `The state of ${units} running moments has ${1 + 2 * units} values, not ${state.length}.`,
      );
    }
    if (!Number.isSafeInteger(state[0]) || state[0] < 0) {
      throw new StateFormatError(
        `The state of running moments begins with a count of rows, not with ${state[0]}.`,
      );
    }
    const moments = new RunningMoments(units);
    moments.n = state[0];
    moments.mean.set(state.subarray(1, 1 + units));
    moments.m2.set(state.subarray(1 + units));
    return moments;
  }
}
