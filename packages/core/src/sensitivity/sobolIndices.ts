import {
  type BlockTotals,
  type Estimate,
  type UnitSummary,
  unitLevels,
  unitSummary,
} from "./blockEstimates.js";
import type { RatioMethod } from "./blockMoments.js";
import { type CentredNumerators, chunkArrays, ratioEstimates } from "./ratioEstimates.js";
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
  numerator({ first, total, pair }, s) {
    const d = first.length;
    if (s < d) return [first[s]];
    if (s < 2 * d) return [total[s - d]];
    const [j, k] = factorPairs(d)[s - 2 * d];
    return [pair[s - 2 * d], first[j], first[k]];
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

/** N times the numerators of the indices, centred at the mean over all rows of the design (SALib's centre). */
function recentredNumerators({
  layout: { factors: d, secondOrder, units },
  baseSamples,
}: BlockTotals<SobolLayout, SobolSums>): CentredNumerators<SobolSums> {
  const rows = baseSamples * rowsPerBaseSample(d, secondOrder);
  const pairs = factorPairs(d);
  const [centre, ...ones] = chunkArrays(1 + d, units);
  return ({ a, b, ab, ba, first, total, pair }) => {
    centre.fill(0);
    for (const sum of [a, ...ab, ...ba, b]) for (let u = 0; u < sum.length; u++) centre[u] += sum[u];
    for (let u = 0; u < a.length; u++) centre[u] /= rows;
    for (let j = 0; j < d; j++) {
      const [one, sum, exchanged] = [ones[j], first[j], ab[j]];
      for (let u = 0; u < a.length; u++) one[u] = sum[u] - centre[u] * (exchanged[u] - a[u]);
    }
    return (s, out) => {
      if (s < d) out.set(ones[s]);
      else if (s < 2 * d) out.set(total[s - d]);
      else {
        const [j, k] = pairs[s - 2 * d];
        const [jk, baJ, abK, oneJ, oneK] = [pair[s - 2 * d], ba[j], ab[k], ones[j], ones[k]];
        for (let u = 0; u < jk.length; u++) {
          out[u] = jk[u] - centre[u] * (baJ[u] + abK[u] - a[u] - b[u]) - oneJ[u] - oneK[u];
        }
      }
    };
  };
}
