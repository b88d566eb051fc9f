import { studentTQuantile } from "../stats/studentT.js";
import type { UnitRange } from "./aggregates.js";
import { type BlockMoments, denominator, statistic, statisticCount } from "./blockMoments.js";
import { factorPairs, rowsPerBaseSample, type SobolLayout, type SobolSums } from "./sobolLayout.js";

/** Values and the half widths of their 95 % intervals; NaN where undefined. */
export interface Estimate {
  readonly values: Float64Array;
  readonly halfWidths: Float64Array;
}

/** Sobol' indices of every unit and aggregate. Indices are shares of variance, without unit of measure. */
export interface SobolIndices {
  /** N, base samples. */
  readonly baseSamples: number;
  readonly blocks: number;
  /** (U) mean of the 2N values of A and B, in the activation's unit. */
  readonly mean: Estimate;
  /** (U) population variance of the same, in the square of the activation's unit. */
  readonly variance: Estimate;
  /** [j](U), [j](U) and [jk](U), pairs as in `factorPairs`; `s2` is empty without second order. */
  readonly s1: readonly Estimate[];
  readonly st: readonly Estimate[];
  readonly s2: readonly Estimate[];
  /** (U) values of all rows that were not 0. */
  readonly nonZero: Float64Array;
  /** The same indices of the G aggregates, [j](G): numerators and denominators are added over the defined units. */
  readonly aggregates: {
    readonly s1: readonly Estimate[];
    readonly st: readonly Estimate[];
    readonly s2: readonly Estimate[];
  };
}

/** Everything that `sobolIndices` reads. */
export interface SobolTotals {
  readonly layout: SobolLayout;
  readonly pilot: Float64Array;
  readonly aggregates: readonly UnitRange[];
  readonly baseSamples: number;
  readonly sums: SobolSums;
  readonly moments: BlockMoments;
}

const CONFIDENCE = 0.95;
/** A spread below this share of the mean is the rounding of the mean. */
const DEAD_SPREAD = 4 * 2 ** -52;

/** The estimates of `SobolAccumulator`, which states the formulas. */
export function sobolIndices(totals: SobolTotals): SobolIndices {
  const { layout, aggregates, sums, moments, baseSamples } = totals;
  const { factors: d } = layout;
  const { mean, variance, scaledVariance } = meanAndVariance(totals);
  const numerators = recentredNumerators(totals);
  const width = layout.units + aggregates.length;
  const scale = aggregateDefined(scaledVariance, scaledVariance, layout.units, aggregates);
  const v = denominator(sums, aggregates, new Float64Array(width));
  const u = new Float64Array(width);
  const estimates = Array.from({ length: statisticCount(layout) }, (_, s): Estimate => {
    const values = aggregateDefined(numerators[s], scaledVariance, layout.units, aggregates);
    for (let i = 0; i < width; i++) values[i] /= scale[i];
    statistic(sums, s, aggregates, u);
    return { values, halfWidths: ratioHalfWidths({ values, scale, u, v, moments, s }) };
  });
  const part = (from: number, to: number) =>
    estimates.map(({ values, halfWidths }) => ({
      values: values.slice(from, to),
      halfWidths: halfWidths.slice(from, to),
    }));
  const units = part(0, layout.units);
  const groups = part(layout.units, width);
  return {
    baseSamples,
    blocks: moments.counts[0],
    mean,
    variance,
    s1: units.slice(0, d),
    st: units.slice(d, 2 * d),
    s2: units.slice(2 * d),
    nonZero: sums.nonZero.slice(),
    aggregates: { s1: groups.slice(0, d), st: groups.slice(d, 2 * d), s2: groups.slice(2 * d) },
  };
}

/** Mean, variance and N V of every unit, the latter NaN where the unit has no variance. */
function meanAndVariance({ pilot, sums, moments, baseSamples: n }: SobolTotals): {
  mean: Estimate;
  variance: Estimate;
  scaledVariance: Float64Array;
} {
  const mean = { values: new Float64Array(pilot.length), halfWidths: new Float64Array(pilot.length) };
  const variance = { values: new Float64Array(pilot.length), halfWidths: new Float64Array(pilot.length) };
  const scaledVariance = new Float64Array(pilot.length);
  const { ll, lv, ln, vn, vv, counts } = moments;
  const factor = halfWidthFactor(counts[0]);
  const nn = counts[1];
  for (let u = 0; u < pilot.length; u++) {
    const shift = (sums.a[u] + sums.b[u]) / (2 * n);
    const square = sums.squares[u] / (2 * n);
    const value = square - shift * shift;
    mean.values[u] = pilot[u] + shift;
    // Second term: what 2N roundings can make of values that all lie `shift` from the pilot.
    const noise = Math.max((DEAD_SPREAD * mean.values[u]) ** 2, 2 * n * 2 ** -53 * shift * shift);
    const defined = value > noise;
    // Before the first block the value is NaN and stays so.
    variance.values[u] = value <= noise ? 0 : value;
    scaledVariance[u] = defined ? n * value : Number.NaN;
    // Residuals of a block: L - shift n, and V - 2 shift L - (square - 2 shift^2) n; both add up to 0.
    const meanSquares = ll[u] - 2 * shift * ln[u] + shift * shift * nn;
    mean.halfWidths[u] = (factor * Math.sqrt(Math.max(0, meanSquares))) / n;
    const q = square - 2 * shift * shift;
    const varianceSquares =
      vv[u] +
      4 * shift * shift * ll[u] +
      q * q * nn -
      4 * shift * lv[u] -
      2 * q * vn[u] +
      4 * shift * q * ln[u];
    variance.halfWidths[u] = (factor * Math.sqrt(Math.max(0, varianceSquares))) / n;
  }
  return { mean, variance, scaledVariance };
}

/** [s](U) numerators of the indices times N, centred at the mean over all rows of the design (SALib's centre). */
function recentredNumerators({ layout, sums, baseSamples }: SobolTotals): Float64Array[] {
  const { a, b, ab, ba, first, total, pair } = sums;
  const centre = new Float64Array(layout.units);
  for (const sum of [a, ...ab, ...ba, b]) for (let u = 0; u < centre.length; u++) centre[u] += sum[u];
  const rows = baseSamples * rowsPerBaseSample(layout.factors, layout.secondOrder);
  for (let u = 0; u < centre.length; u++) centre[u] /= rows;
  const ones = first.map((sum, j) => sum.map((value, u) => value - centre[u] * (ab[j][u] - a[u])));
  const pairs = pair.map((sum, jk) => {
    const [j, k] = factorPairs(layout.factors)[jk];
    return sum.map(
      (value, u) => value - centre[u] * (ba[j][u] + ab[k][u] - a[u] - b[u]) - ones[j][u] - ones[k][u],
    );
  });
  return [...ones, ...total, ...pairs];
}

/** (U + G) the values of the units, then their sums over the defined units of each aggregate; NaN when there is none. */
function aggregateDefined(
  values: Float64Array,
  scaledVariance: Float64Array,
  units: number,
  aggregates: readonly UnitRange[],
): Float64Array {
  const out = new Float64Array(units + aggregates.length);
  out.set(values);
  for (let g = 0; g < aggregates.length; g++) {
    const { first, count } = aggregates[g];
    let sum = 0;
    let defined = 0;
    for (let u = first; u < first + count; u++) {
      if (Number.isNaN(scaledVariance[u])) continue;
      sum += values[u];
      defined++;
    }
    out[units + g] = defined > 0 ? sum : Number.NaN;
  }
  return out;
}

/** Half widths of ratios R = sum U / sum V over blocks: residuals e = U - R V of the blocks (see `SobolAccumulator`). */
function ratioHalfWidths(parts: {
  values: Float64Array;
  scale: Float64Array;
  u: Float64Array;
  v: Float64Array;
  moments: BlockMoments;
  s: number;
}): Float64Array {
  const { values, scale, u, v, moments, s } = parts;
  const blocks = moments.counts[0];
  const factor = halfWidthFactor(blocks);
  const [uu, uv, vv] = [moments.uu[s], moments.uv[s], moments.vv];
  return values.map((ratio, i) => {
    const sum = u[i] - ratio * v[i];
    const squares = uu[i] - 2 * ratio * uv[i] + ratio * ratio * vv[i];
    // Rounding may leave a little less than nothing of residuals that vanish. NaN passes through.
    return (factor * Math.sqrt(Math.max(0, squares - (sum * sum) / blocks))) / scale[i];
  });
}

/** t quantile times sqrt(B / (B - 1)): turns the root of a sum of squared residuals into a half width; NaN for B < 2. */
function halfWidthFactor(blocks: number): number {
  if (blocks < 2) return Number.NaN;
  return studentTQuantile((1 + CONFIDENCE) / 2, blocks - 1) * Math.sqrt(blocks / (blocks - 1));
}
