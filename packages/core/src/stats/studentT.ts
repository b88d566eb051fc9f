import jstat from "jstat";
import { logBetaOfHalf, studentTFactor } from "./studentTFactor.js";

/** Newton's steps from jstat's quantile, which is good to about 1e-7; one doubles the digits. */
const STEPS = 2;

/**
 * Quantile of Student's t distribution; relative error below 1e-10.
 *
 * @param probability in (0, 1).
 * @returns NaN when there is no positive number of degrees of freedom or the probability is outside (0, 1).
 */
export function studentTQuantile(probability: number, degreesOfFreedom: number): number {
  if (!(degreesOfFreedom > 0) || !(probability > 0 && probability < 1)) return Number.NaN;
  const tail = Math.min(probability, 1 - probability);
  let t = Math.abs(jstat.studentt.inv(tail, degreesOfFreedom));
  for (let step = 0; step < STEPS; step++) {
    t += (upperTail(t, degreesOfFreedom) - tail) / density(t, degreesOfFreedom);
  }
  return probability < 0.5 ? -t : t;
}

/**
 * P(T <= t) of Student's t distribution; relative error below 1e-10, in both tails.
 *
 * @returns NaN when there is no positive number of degrees of freedom.
 */
export function studentTCdf(t: number, degreesOfFreedom: number): number {
  if (!(degreesOfFreedom > 0) || Number.isNaN(t)) return Number.NaN;
  return t < 0 ? upperTail(-t, degreesOfFreedom) : 1 - upperTail(t, degreesOfFreedom);
}

function density(t: number, nu: number): number {
  return Math.exp((-(nu + 1) / 2) * Math.log1p((t * t) / nu) - logBetaOfHalf(nu / 2)) / Math.sqrt(nu);
}

/** P(T > t), t >= 0. */
function upperTail(t: number, nu: number): number {
  const squared = nu * Math.log1p((t * t) / nu);
  return Math.exp(studentTFactor(Math.sqrt(squared), nu) - squared / 2);
}

/**
 * One quantile of Student's t for many numbers of degrees of freedom, quick enough for every unit of a network: exact
 * at whole numbers, between them linear in 1 / degrees of freedom, which errs to the safe side.
 */
export class StudentTTable {
  /** By degrees of freedom, computed when first asked for: NaN before. Few of the many from `DENSE` on are met. */
  private readonly dense = new Float64Array(DENSE).fill(Number.NaN);
  private readonly sparse = new Map<number, number>();

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
    const known = degreesOfFreedom < DENSE ? this.dense[degreesOfFreedom] : this.sparse.get(degreesOfFreedom);
    if (known !== undefined && !Number.isNaN(known)) return known;
    const quantile = studentTQuantile(this.probability, degreesOfFreedom);
    if (degreesOfFreedom < DENSE) this.dense[degreesOfFreedom] = quantile;
    else this.sparse.set(degreesOfFreedom, quantile);
    return quantile;
  }
}

const DENSE = 1024;
