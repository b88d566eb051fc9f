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
