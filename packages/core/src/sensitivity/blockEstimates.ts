import { StudentTTable } from "../stats/studentT.js";
import { addAggregates, type UnitRange } from "./aggregates.js";
import type { LevelMoments, LevelReader, RatioMethod, RatioMoments } from "./blockMoments.js";
import type { UnitLayout } from "./sumsBlock.js";

/** Values and the half widths of their 95 % intervals; NaN where undefined. */
export interface Estimate {
  readonly values: Float64Array;
  readonly halfWidths: Float64Array;
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
const T_TABLE = new StudentTTable((1 + CONFIDENCE) / 2);

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
  const array = (): Float64Array => new Float64Array(units);
  const [levels, squares, shift, scaledVariance] = [array(), array(), array(), array()];
  const mean = { values: array(), halfWidths: array() };
  const variance = { values: array(), halfWidths: array() };
  reader.level(sums, levels);
  reader.square(sums, squares);
  const effective = effectiveBlocks(squares, qq, counts[0]);
  const factor = halfWidthFactor(counts[0]);
  const nn = counts[1];
  for (let u = 0; u < units; u++) {
    const m = levels[u] / n;
    const square = squares[u] / n;
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

/** [s] the ratios of every unit and of every aggregate. */
export interface RatioEstimates {
  readonly units: readonly Estimate[];
  readonly aggregates: readonly Estimate[];
  /** (U) blocks that carry the denominator. */
  readonly effectiveBlocks: Float64Array;
}

/**
 * Ratios and their half widths. Of B blocks with residuals e_b = U_b - R V_b about the pilot,
 *   se^2 = B'/(B'-1) (sum e_b^2 - (sum e_b)^2 / B) / (N V)^2,   half width = t_{0.975, B'-1} se
 * (delta method for a ratio of means: Janon et al., ESAIM Probab. Stat. 18 (2014) 342-364), B' being the effective
 * number of blocks. Blocks have to be independent; with fewer than two the half widths are NaN.
 *
 * @param numerators [s](U) N times the numerators about the centre that the method asks for.
 * @param scale (U) N times the denominator; NaN where the unit has no variance, and then so is every ratio.
 */
export function ratioEstimates<L extends UnitLayout, S>(
  totals: BlockTotals<L, S>,
  numerators: readonly Float64Array[],
  scale: Float64Array,
): RatioEstimates {
  const { method, layout, aggregates, sums, levels, ratios } = totals;
  const blocks = levels.counts[0];
  const { units } = layout;
  const width = units + aggregates.length;
  const defined = scale.map((value) => (Number.isNaN(value) ? 0 : 1));
  const scales = sumDefined(scale, defined, aggregates);
  const [u, v] = [new Float64Array(width), new Float64Array(width)];
  method.denominator(sums, v);
  addAggregates(v, units, aggregates);
  const effective = effectiveBlocks(v, ratios.vv, blocks);
  const factors = effective.map(halfWidthFactor);
  const estimates = numerators.map((numerator, s): Estimate => {
    const values = sumDefined(numerator, defined, aggregates);
    const halfWidths = new Float64Array(width);
    method.numerator(sums, s, u);
    addAggregates(u, units, aggregates);
    const [uu, uv, vv] = [ratios.uu[s], ratios.uv[s], ratios.vv];
    for (let i = 0; i < width; i++) {
      const ratio = values[i] / scales[i];
      const sum = u[i] - ratio * v[i];
      const squares = uu[i] - 2 * ratio * uv[i] + ratio * ratio * vv[i] - (sum * sum) / blocks;
      values[i] = ratio;
      // Rounding may leave a little less than nothing of residuals that vanish. NaN passes through.
      halfWidths[i] = (factors[i] * Math.sqrt(Math.max(0, squares))) / scales[i];
    }
    return { values, halfWidths };
  });
  // Views, since these are the largest arrays of a result.
  const part = (from: number, to: number) =>
    estimates.map(({ values, halfWidths }) => ({
      values: values.subarray(from, to),
      halfWidths: halfWidths.subarray(from, to),
    }));
  return {
    units: part(0, units),
    aggregates: part(units, width),
    effectiveBlocks: effective.slice(0, units),
  };
}

/**
 * (sum V_b)^2 / sum V_b^2, at least 2 and at most B: how many equal blocks would know as much about V (Kish 1965). A
 * unit that is 0 almost everywhere draws its variance from few blocks, and the spread of so few tells less of the error.
 */
export function effectiveBlocks(totals: Float64Array, squares: Float64Array, blocks: number): Float64Array {
  return totals.map((total, i) => {
    if (blocks < 2 || !(squares[i] > 0)) return blocks;
    return Math.max(2, Math.min(blocks, (total * total) / squares[i]));
  });
}

/** t quantile times sqrt(B / (B - 1)): turns the root of a sum of squared residuals into a half width; NaN for B < 2. */
export function halfWidthFactor(blocks: number): number {
  return T_TABLE.quantile(blocks - 1) * Math.sqrt(blocks / (blocks - 1));
}

/** (U + G) the values of the units, then their sums over the defined units of each aggregate; NaN when there is none. */
function sumDefined(
  values: Float64Array,
  defined: Float64Array,
  aggregates: readonly UnitRange[],
): Float64Array {
  const units = values.length;
  const out = new Float64Array(units + aggregates.length);
  for (let u = 0; u < units; u++) out[u] = defined[u] ? values[u] : Number.NaN;
  for (const [g, { first, count }] of aggregates.entries()) {
    let sum = 0;
    let any = false;
    for (let u = first; u < first + count; u++) {
      if (!defined[u]) continue;
      sum += values[u];
      any = true;
    }
    out[units + g] = any ? sum : Number.NaN;
  }
  return out;
}
