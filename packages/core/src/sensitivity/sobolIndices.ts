import {
  type BlockTotals,
  type Estimate,
  ratioEstimates,
  type UnitSummary,
  unitLevels,
  unitSummary,
} from "./blockEstimates.js";
import type { RatioMethod } from "./blockMoments.js";
import {
  factorPairs,
  rowsPerBaseSample,
  type SobolLayout,
  type SobolSums,
  sobolSumsLayout,
} from "./sobolLayout.js";

/** Sobol' indices of every unit and aggregate. Indices are shares of variance, without unit of measure. */
export interface SobolIndices extends UnitSummary {
  /** [j](U), [j](U) and [jk](U), pairs as in `factorPairs`; `s2` is empty without second order. */
  readonly s1: readonly Estimate[];
  readonly st: readonly Estimate[];
  readonly s2: readonly Estimate[];
  /** The same indices of the G aggregates, [j](G): numerators and denominators are added over the defined units. */
  readonly aggregates: {
    readonly s1: readonly Estimate[];
    readonly st: readonly Estimate[];
    readonly s2: readonly Estimate[];
  };
}

/**
 * Level (A' + B') / 2, square and denominator (A'^2 + B'^2) / 2; the ratios are the d first-order indices, the d
 * total-order ones, then the pairs.
 */
export const sobolMethod: RatioMethod<SobolLayout, SobolSums> = {
  ...sobolSumsLayout,
  magic: "UNITSOBL",
  ratios: ({ factors: d, secondOrder }) => 2 * d + (secondOrder ? (d * (d - 1)) / 2 : 0),
  valuesPerBaseSample: () => 2,
  level({ a, b }, out) {
    for (let u = 0; u < a.length; u++) out[u] = (a[u] + b[u]) / 2;
  },
  square: halfSquares,
  denominator: halfSquares,
  numerator({ first, total, pair }, s, out) {
    const d = first.length;
    if (s < d) out.set(first[s]);
    else if (s < 2 * d) out.set(total[s - d]);
    else {
      const [j, k] = factorPairs(d)[s - 2 * d];
      const [jk, firstJ, firstK] = [pair[s - 2 * d], first[j], first[k]];
      for (let u = 0; u < jk.length; u++) out[u] = jk[u] - firstJ[u] - firstK[u];
    }
  },
  finite: ({ a, b, squares, total, ba }) => [a, b, squares, ...total, ...ba],
};

/** The estimates of `SobolAccumulator`, which states the formulas. */
export function sobolIndices(totals: BlockTotals<SobolLayout, SobolSums>): SobolIndices {
  const { factors: d, secondOrder } = totals.layout;
  const levels = unitLevels(totals);
  const { units, aggregates, effectiveBlocks } = ratioEstimates(
    totals,
    recentredNumerators(totals),
    levels.scaledVariance,
  );
  const split = (estimates: readonly Estimate[]) => ({
    s1: estimates.slice(0, d),
    st: estimates.slice(d, 2 * d),
    s2: estimates.slice(2 * d),
  });
  return {
    ...unitSummary(totals, rowsPerBaseSample(d, secondOrder), levels, effectiveBlocks),
    ...split(units),
    aggregates: split(aggregates),
  };
}

function halfSquares({ squares }: SobolSums, out: Float64Array): void {
  for (let u = 0; u < squares.length; u++) out[u] = squares[u] / 2;
}

/** [s](U) numerators of the indices times N, centred at the mean over all rows of the design (SALib's centre). */
function recentredNumerators({
  layout,
  sums,
  baseSamples,
}: BlockTotals<SobolLayout, SobolSums>): Float64Array[] {
  const { a, b, ab, ba, first, total, pair } = sums;
  const centre = new Float64Array(layout.units);
  for (const sum of [a, ...ab, ...ba, b]) for (let u = 0; u < centre.length; u++) centre[u] += sum[u];
  const rows = baseSamples * rowsPerBaseSample(layout.factors, layout.secondOrder);
  for (let u = 0; u < centre.length; u++) centre[u] /= rows;
  const ones = first.map((sum, j) => {
    const one = new Float64Array(layout.units);
    const exchanged = ab[j];
    for (let u = 0; u < one.length; u++) one[u] = sum[u] - centre[u] * (exchanged[u] - a[u]);
    return one;
  });
  const pairs = pair.map((sum, jk) => {
    const [j, k] = factorPairs(layout.factors)[jk];
    const [baJ, abK, oneJ, oneK] = [ba[j], ab[k], ones[j], ones[k]];
    const numerator = new Float64Array(layout.units);
    for (let u = 0; u < numerator.length; u++) {
      numerator[u] = sum[u] - centre[u] * (baJ[u] + abK[u] - a[u] - b[u]) - oneJ[u] - oneK[u];
    }
    return numerator;
  });
  return [...ones, ...total, ...pairs];
}
