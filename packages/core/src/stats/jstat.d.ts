/** The part of jstat 1.9 that is used; the package brings no types. */
declare module "jstat" {
  interface StudentT {
    /** Quantile of Student's t. */
    inv(probability: number, degreesOfFreedom: number): number;
  }
  const jstat: { readonly studentt: StudentT };
  export default jstat;
}
