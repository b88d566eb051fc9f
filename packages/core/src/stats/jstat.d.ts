/** The part of jstat 1.9 that is used; the package brings no types. */
declare module "jstat" {
  interface StudentT {
    /** Quantile of Student's t. */
    inv(probability: number, degreesOfFreedom: number): number;
    /** Cumulative distribution of Student's t. */
    cdf(t: number, degreesOfFreedom: number): number;
  }
  interface Normal {
    /** Quantile of the normal distribution. */
    inv(probability: number, mean: number, deviation: number): number;
  }
  const jstat: { readonly studentt: StudentT; readonly normal: Normal };
  export default jstat;
}
