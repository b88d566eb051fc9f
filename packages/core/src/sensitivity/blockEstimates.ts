import { StudentTTable } from "../stats/studentT.js";
import type { UnitRange } from "./aggregates.js";
import type { LevelMoments, LevelReader, RatioMethod, RatioMoments } from "./blockMoments.js";
import type { UnitLayout } from "./sumsBlock.js";

/** Values and the half widths of their 95 % intervals; NaN where undefined. */
export interface Estimate {
  readonly values: Float64Array;
  readonly halfWidths: Float64Array;
}

/** Room for the estimates of so many units, all 0. */
export function newEstimate(units: number): Estimate {
  return { values: new Float64Array(units), halfWidths: new Float64Array(units) };
}

/** What every result tells of its units, whatever the method. */
export interface UnitSummary {
  /** N, base samples. */
  readonly baseSamples: number;
  /** B, blocks of them. */
  readonly blocks: number;
  /** Rows evaluated. */
  readonly evaluations: number;
  /** (U) mean of the units, in the activation's unit. */
  readonly mean: Estimate;
  /** (U) their variance, in the square of the activation's unit. */
  readonly variance: Estimate;
  /** (U) values of all rows that were not 0. */
  readonly nonZero: Float64Array;
  /** (U) blocks that carry the unit's variance: see `effectiveBlocks`. */
  readonly effectiveBlocks: Float64Array;
}

/** Everything that the estimates read. */
export interface BlockTotals<L extends UnitLayout, S> {
  readonly method: RatioMethod<L, S>;
  readonly layout: L;
  readonly pilot: Float64Array;
  readonly aggregates: readonly UnitRange[];
  readonly baseSamples: number;
  readonly sums: S;
  readonly levels: LevelMoments;
  readonly ratios: RatioMoments;
}

/** Confidence of all half widths. */
export const CONFIDENCE = 0.95;
/** A spread below this share of the mean is the rounding of the mean. */
const DEAD_SPREAD = 4 * 2 ** -52;
/** Probability of the t quantile that half widths are made of, and the quantiles. */
export const WIDTH_QUANTILE = (1 + CONFIDENCE) / 2;
export const WIDTH_QUANTILES = new StudentTTable(WIDTH_QUANTILE);

/** What the estimates of mean and variance read. */
export interface LevelTotals<S> {
  readonly reader: LevelReader<S>;
  /** Values behind level and square. */
  readonly values: number;
  readonly pilot: Float64Array;
  readonly baseSamples: number;
  readonly sums: S;
  readonly levels: LevelMoments;
}

/** Mean and population variance of every unit. */
export interface LevelEstimates {
  readonly mean: Estimate;
  readonly variance: Estimate;
  /** (U) mean less pilot. */
  readonly shift: Float64Array;
  /** (U) N times the variance, NaN where the unit has none beyond rounding. */
  readonly scaledVariance: Float64Array;
  /** (U) blocks that carry the variance. */
  readonly effectiveBlocks: Float64Array;
}

/**
 * Mean and variance of every unit with half widths by block means: the residuals of a block are L - mean n and
 * Q - 2 mean L - (square - 2 mean^2) n, values about the pilot.
 */
export function levelEstimates<S>(totals: LevelTotals<S>): LevelEstimates {
  const { reader, values: valueCount, pilot, sums, levels: moments, baseSamples: n } = totals;
  const { ll, lq, ln, qn, qq, counts } = moments;
  const units = pilot.length;
  const [mean, variance] = [newEstimate(units), newEstimate(units)];
  // Level and square at first; what is made of those of a unit takes their place.
  const [shift, scaledVariance] = [new Float64Array(units), new Float64Array(units)];
  reader.level(sums, shift);
  reader.square(sums, scaledVariance);
  const effective = new Float64Array(units);
  const factor = halfWidthFactor(counts[0]);
  const nn = counts[1];
  for (let u = 0; u < units; u++) {
    effective[u] = effectiveBlocks(scaledVariance[u], qq[u], counts[0]);
    const m = shift[u] / n;
    const square = scaledVariance[u] / n;
    const value = square - m * m;
    shift[u] = m;
    mean.values[u] = pilot[u] + m;
    // Second term: what so many roundings can make of values that all lie m from the pilot.
    const noise = Math.max((DEAD_SPREAD * mean.values[u]) ** 2, valueCount * 2 ** -53 * m * m);
    // Before the first block the value is NaN and stays so.
    variance.values[u] = value <= noise ? 0 : value;
    scaledVariance[u] = value > noise ? n * value : Number.NaN;
    const meanSquares = ll[u] - 2 * m * ln[u] + m * m * nn;
    mean.halfWidths[u] = (factor * Math.sqrt(Math.max(0, meanSquares))) / n;
    const q = square - 2 * m * m;
    const varianceSquares =
      qq[u] + 4 * m * m * ll[u] + q * q * nn - 4 * m * lq[u] - 2 * q * qn[u] + 4 * m * q * ln[u];
    variance.halfWidths[u] = (halfWidthFactor(effective[u]) * Math.sqrt(Math.max(0, varianceSquares))) / n;
  }
  return { mean, variance, shift, scaledVariance, effectiveBlocks: effective };
}

/** Mean and variance of the units of a method: see `levelEstimates`. */
export function unitLevels<L extends UnitLayout, S>(totals: BlockTotals<L, S>): LevelEstimates {
  const { method, layout, baseSamples } = totals;
  return levelEstimates({
    ...totals,
    reader: method,
    values: baseSamples * method.valuesPerBaseSample(layout),
  });
}

/** The part of a result that all methods share. */
export function unitSummary<L extends UnitLayout, S extends { readonly nonZero: Float64Array }>(
  { baseSamples, sums, levels }: BlockTotals<L, S>,
  rowsPerBaseSample: number,
  { mean, variance }: LevelEstimates,
  effective: Float64Array,
): UnitSummary {
  return {
    baseSamples,
    blocks: levels.counts[0],
    evaluations: baseSamples * rowsPerBaseSample,
    mean,
    variance,
    nonZero: sums.nonZero.slice(),
    effectiveBlocks: effective,
  };
}

/**
 * (sum V_b)^2 / sum V_b^2, at least 2 and at most B: how many equal blocks would know as much about V (Kish 1965). A
 * unit that is 0 almost everywhere draws its variance from few blocks, and the spread of so few tells less of the error.
 *
 * @param total sum V_b, `squares` sum V_b^2 over the B `blocks`.
 */
export function effectiveBlocks(total: number, squares: number, blocks: number): number {
  if (blocks < 2 || !(squares > 0)) return blocks;
  return Math.max(2, Math.min(blocks, (total * total) / squares));
}

/** t quantile times sqrt(B / (B - 1)): turns the root of a sum of squared residuals into a half width; NaN for B < 2. */
export function halfWidthFactor(blocks: number): number {
  return WIDTH_QUANTILES.quantile(blocks - 1) * Math.sqrt(blocks / (blocks - 1));
}
