import jstat from "jstat";

/**
 * Quantile of Student's t distribution; relative error below 1e-7.
 *
 * @param probability in (0, 1).
 * @returns NaN when there is no positive number of degrees of freedom or the probability is outside (0, 1).
 */
export function studentTQuantile(probability: number, degreesOfFreedom: number): number {
  if (!(degreesOfFreedom > 0) || !(probability > 0 && probability < 1)) return Number.NaN;
  return jstat.studentt.inv(probability, degreesOfFreedom);
}

/**
 * P(T <= t) of Student's t distribution; relative error below 1e-6.
 *
 * @returns NaN when there is no positive number of degrees of freedom.
 */
export function studentTCdf(t: number, degreesOfFreedom: number): number {
  if (!(degreesOfFreedom > 0)) return Number.NaN;
  return jstat.studentt.cdf(t, degreesOfFreedom);
}

/**
 * One quantile of Student's t for many numbers of degrees of freedom, quick enough for every unit of a network: exact
 * at whole numbers, between them linear in 1 / degrees of freedom, which errs to the safe side.
 */
export class StudentTTable {
  /** By degrees of freedom; computed when first asked for. */
  private readonly atWhole: number[] = [];

  /** @param probability in (1/2, 1). */
  constructor(private readonly probability: number) {}

  /** @returns NaN below one degree of freedom. */
  quantile(degreesOfFreedom: number): number {
    if (!(degreesOfFreedom >= 1)) return Number.NaN;
    const below = Math.floor(degreesOfFreedom);
    const low = this.whole(below);
    if (below === degreesOfFreedom) return low;
    const share = (1 / below - 1 / degreesOfFreedom) / (1 / below - 1 / (below + 1));
    return low + share * (this.whole(below + 1) - low);
  }

  private whole(degreesOfFreedom: number): number {
    this.atWhole[degreesOfFreedom] ??= studentTQuantile(this.probability, degreesOfFreedom);
    return this.atWhole[degreesOfFreedom];
  }
}
