import { rejectStepUp, type StepUpProcedure, stepUpScale } from "../stats/multipleTesting.js";
import { studentTQuantile } from "../stats/studentT.js";
import { studentTTail } from "../stats/studentTTail.js";
import { type Estimate, WIDTH_QUANTILE, WIDTH_QUANTILES } from "./blockEstimates.js";

/** Whether an estimate may fall below 0 for other reasons than sampling error. */
export type Alternative = "greater" | "two-sided";

/**
 * p value of "this value is 0" from value and half width by Student's t with B_eff - 1 degrees of freedom. S1, ST and
 * Shapley effects cannot be negative, so for them only the upper side speaks against 0.
 *
 * @returns in [0, 1]; NaN where value or half width is.
 */
export function zeroPValue(
  value: number,
  halfWidth: number,
  effectiveBlocks: number,
  alternative: Alternative,
): number {
  if (Number.isNaN(value) || Number.isNaN(halfWidth)) return Number.NaN;
  const distance = alternative === "greater" ? value : Math.abs(value);
  if (halfWidth === 0) return distance > 0 ? 0 : 1;
  const degreesOfFreedom = effectiveBlocks - 1;
  const t = (distance / halfWidth) * WIDTH_QUANTILES.quantile(degreesOfFreedom);
  const tail = studentTTail(t, degreesOfFreedom);
  return alternative === "greater" ? tail : Math.min(1, 2 * tail);
}

/** Which units of a map are distinguishable from 0. */
export interface Distinguishable {
  /** (U) 1 where distinguishable, else 0; of those an expected share of at most the rate is 0 in truth. */
  readonly flags: Uint8Array;
  /** Units with value and half width; the others are never distinguishable. */
  readonly tests: number;
}

/**
 * Which units of a map are distinguishable from 0, for the maps of one result.
 *
 * Most units lie so far from 0, or so near, that it takes no p value to tell what the step-up procedure makes of them.
 * It rejects the tests with p values of at most rate k / scale for the largest k that are so many; bounds of k from above
 * and from below leave undecided but the few tests between.
 */
export class ZeroTests {
  /** (U) whole degrees of freedom, `MOST_DEGREES` for more. */
  private readonly degrees: Uint8Array;
  /** Units that may be rejected, at its head. */
  private readonly candidates: Uint32Array;

  /** @param effectiveBlocks (U) as in the result. */
  constructor(private readonly effectiveBlocks: Float64Array) {
    const units = effectiveBlocks.length;
    this.candidates = new Uint32Array(units);
    this.degrees = new Uint8Array(units);
    for (let u = 0; u < units; u++) {
      this.degrees[u] = Math.max(0, Math.min(MOST_DEGREES, effectiveBlocks[u] - 1));
    }
  }

  /**
   * With the false discovery rate controlled over all units of the map.
   *
   * @param rate above 0, below 1/2.
   */
  distinguishable(
    estimate: Estimate,
    alternative: Alternative,
    rate: number,
    procedure: StepUpProcedure = "BH",
  ): Distinguishable {
    const { candidates, effectiveBlocks } = this;
    const { values, halfWidths } = estimate;
    const isOneSided = alternative === "greater";
    const tail = isOneSided ? rate : rate / 2;
    const first = this.findCandidates(estimate, isOneSided, tailDistances(tail, 0).least);
    const scale = stepUpScale(first.tests, procedure);
    let { count } = first;
    // No more are rejected than there are candidates, and none whose p value is above rate count / scale.
    for (let level = 0; count > 0; ) {
      const next = Math.min(MOST_LEVELS, Math.floor(levelOf(count / scale)));
      if (next <= level) break;
      level = next;
      count = this.keepBeyond(estimate, isOneSided, count, tailDistances(tail, level).least);
    }
    const flags = new Uint8Array(values.length);
    const sure = this.flagSure(estimate, isOneSided, count, tail, scale, flags);
    const pValues = new Float64Array(count - sure);
    let undecided = 0;
    for (let i = 0; i < count; i++) {
      const u = candidates[i];
      if (flags[u] === 1) continue;
      pValues[undecided] = zeroPValue(values[u], halfWidths[u], effectiveBlocks[u], alternative);
      candidates[undecided++] = u;
    }
    const others = { tests: first.tests - undecided, rejected: sure };
    const rejected = rejectStepUp(pValues, rate, procedure, others);
    for (let i = 0; i < undecided; i++) flags[candidates[i]] = rejected[i];
    return { flags, tests: first.tests };
  }

  /** Makes candidates of the units beyond the distances; `tests` are all units with value and half width. */
  private findCandidates(
    { values, halfWidths }: Estimate,
    isOneSided: boolean,
    distances: Float64Array,
  ): { readonly tests: number; readonly count: number } {
    const { candidates, degrees } = this;
    const units = degrees.length;
    let missing = 0;
    let count = 0;
    for (let u = 0; u < units; u++) {
      const distance = isOneSided ? values[u] : Math.abs(values[u]);
      const beyond = distance - distances[degrees[u]] * halfWidths[u];
      if (beyond > 0) candidates[count++] = u;
      else if (Number.isNaN(beyond)) missing++;
    }
    return { tests: units - missing, count };
  }

  /** Keeps of the first `count` candidates those beyond the distances; tells how many there are. */
  private keepBeyond(
    { values, halfWidths }: Estimate,
    isOneSided: boolean,
    count: number,
    distances: Float64Array,
  ): number {
    const { candidates, degrees } = this;
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const u = candidates[i];
      const distance = isOneSided ? values[u] : Math.abs(values[u]);
      if (distance > distances[degrees[u]] * halfWidths[u]) candidates[kept++] = u;
    }
    return kept;
  }

  /**
   * Flags candidates that are rejected whatever becomes of the others, since k of them have p values of at most
   * rate k / scale; tells how many there are.
   */
  private flagSure(
    estimate: Estimate,
    isOneSided: boolean,
    count: number,
    tail: number,
    scale: number,
    flags: Uint8Array,
  ): number {
    const first = Math.max(0, Math.ceil(levelOf(count / scale)));
    for (let level = first; level <= MOST_LEVELS; level++) {
      const sure = this.flagBeyond(estimate, isOneSided, count, tailDistances(tail, level).most, flags);
      if (sure === 0 || sure >= scale * shareOf(level)) return sure;
    }
    return this.flagBeyond(estimate, isOneSided, count, NEVER, flags);
  }

  /** Flags of the first `count` candidates those beyond the distances and no other; tells how many there are. */
  private flagBeyond(
    { values, halfWidths }: Estimate,
    isOneSided: boolean,
    count: number,
    distances: Float64Array,
    flags: Uint8Array,
  ): number {
    const { candidates, degrees } = this;
    let flagged = 0;
    for (let i = 0; i < count; i++) {
      const u = candidates[i];
      const distance = isOneSided ? values[u] : Math.abs(values[u]);
      const flag = distance > distances[degrees[u]] * halfWidths[u] ? 1 : 0;
      flags[u] = flag;
      flagged += flag;
    }
    return flagged;
  }
}

/** Levels cut a tail probability into ever smaller shares of it: two to each halving, and no more than pay. */
const LEVELS_PER_HALVING = 2;
const MOST_LEVELS = 40;

function shareOf(level: number): number {
  return 2 ** (-level / LEVELS_PER_HALVING);
}

/** The level of a share, as a rule between two whole ones. */
function levelOf(share: number): number {
  return -LEVELS_PER_HALVING * Math.log2(share);
}

/** Degrees of freedom from which on units share their distances. */
const MOST_DEGREES = 64;
/** So many degrees of freedom are as good as infinitely many, the caution taken into account. */
const LIMIT_DEGREES = 1e6;
/** How much farther off distances are put than computed, for what tables of quantiles and tails round. */
const CAUTION = 0.001;
const NEVER = new Float64Array(MOST_DEGREES + 1).fill(Number.POSITIVE_INFINITY);

/** Distances from 0 in half widths by whole degrees of freedom, which stand for those up to the next whole number. */
interface TailDistances {
  /** Where the tail is not larger than some probability, the unit is beyond these. */
  readonly least: Float64Array;
  /** Beyond these it is not larger. */
  readonly most: Float64Array;
}

/** By tail and level; few tails are ever asked for. */
const DISTANCES = new Map<number, TailDistances[]>();

/** For the tail probability times the share of the level. */
function tailDistances(tail: number, level: number): TailDistances {
  const levels = DISTANCES.get(tail) ?? [];
  DISTANCES.set(tail, levels);
  levels[level] ??= computeDistances(tail * shareOf(level));
  return levels[level];
}

/** Quantiles fall with the degrees of freedom, so that those of whole numbers bound those between. */
function computeDistances(tail: number): TailDistances {
  const degrees = Array.from({ length: MOST_DEGREES + 2 }, (_, n) => (n > MOST_DEGREES ? LIMIT_DEGREES : n));
  const quantiles = degrees.map((df) => studentTQuantile(1 - tail, df));
  const widths = degrees.map((df) => studentTQuantile(WIDTH_QUANTILE, df));
  const least = new Float64Array(MOST_DEGREES + 1);
  const most = NEVER.slice();
  for (let n = 1; n <= MOST_DEGREES; n++) {
    least[n] = ((1 - CAUTION) * quantiles[n + 1]) / widths[n];
    most[n] = ((1 + CAUTION) * quantiles[n]) / widths[n + 1];
  }
  return { least, most };
}
