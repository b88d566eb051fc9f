import { addAggregates, type UnitRange } from "./aggregates.js";
import { factorPairs, type SobolLayout, type SobolSums } from "./sobolLayout.js";

/**
 * Second moments over blocks of the blocks' sums, from which the half widths follow. Of one block of n base samples:
 *   L = sum (A' + B') / 2,   V = sum (A'^2 + B'^2) / 2,   U_s = the numerator of statistic s.
 * Statistics: the d first-order ones, the d total-order ones, then the pairs. Lengths: U units; W = U units, then the
 * aggregates, each of which counts as one more unit.
 */
export interface BlockMoments {
  /** [0] number of blocks, [1] sum n^2. */
  readonly counts: Float64Array;
  /** (U) sum L^2, sum L V, sum L n, sum V n. */
  readonly ll: Float64Array;
  readonly lv: Float64Array;
  readonly ln: Float64Array;
  readonly vn: Float64Array;
  /** (W) sum V^2. */
  readonly vv: Float64Array;
  /** [s](W) sum U_s^2, sum U_s V. */
  readonly uu: readonly Float64Array[];
  readonly uv: readonly Float64Array[];
}

/** Number of statistics: d first-order, d total-order and, with second order, the pairs. */
export function statisticCount({ factors: d, secondOrder }: SobolLayout): number {
  return 2 * d + (secondOrder ? (d * (d - 1)) / 2 : 0);
}

/** Length of the buffer that `viewMoments` looks into. */
export function momentsLength(layout: SobolLayout, aggregates: number): number {
  const width = layout.units + aggregates;
  return 2 + 4 * layout.units + (1 + 2 * statisticCount(layout)) * width;
}

/** Named views of a buffer of `momentsLength` values. */
export function viewMoments(layout: SobolLayout, aggregates: number, data: Float64Array): BlockMoments {
  const width = layout.units + aggregates;
  let offset = 0;
  const next = (length: number): Float64Array => {
    offset += length;
    return data.subarray(offset - length, offset);
  };
  const perStatistic = (): Float64Array[] =>
    Array.from({ length: statisticCount(layout) }, () => next(width));
  return {
    counts: next(2),
    ll: next(layout.units),
    lv: next(layout.units),
    ln: next(layout.units),
    vn: next(layout.units),
    vv: next(width),
    uu: perStatistic(),
    uv: perStatistic(),
  };
}

/** Writes V of all units and aggregates to `out` (W). */
export function denominator(
  sums: SobolSums,
  aggregates: readonly UnitRange[],
  out: Float64Array,
): Float64Array {
  for (let u = 0; u < sums.squares.length; u++) out[u] = sums.squares[u] / 2;
  return addAggregates(out, sums.squares.length, aggregates);
}

/** Writes U_s of all units and aggregates to `out` (W). */
export function statistic(
  sums: SobolSums,
  s: number,
  aggregates: readonly UnitRange[],
  out: Float64Array,
): Float64Array {
  const { first, total, pair } = sums;
  const d = first.length;
  if (s < d) out.set(first[s]);
  else if (s < 2 * d) out.set(total[s - d]);
  else {
    const [j, k] = factorPairs(d)[s - 2 * d];
    const [jk, firstJ, firstK] = [pair[s - 2 * d], first[j], first[k]];
    for (let u = 0; u < jk.length; u++) out[u] = jk[u] - firstJ[u] - firstK[u];
  }
  return addAggregates(out, sums.a.length, aggregates);
}

/** Adds one block of `n` base samples to the moments. */
export function addBlock(
  moments: BlockMoments,
  sums: SobolSums,
  n: number,
  aggregates: readonly UnitRange[],
): void {
  const { counts, ll, lv, ln, vn, vv, uu, uv } = moments;
  const v = denominator(sums, aggregates, new Float64Array(vv.length));
  const u = new Float64Array(vv.length);
  counts[0] += 1;
  counts[1] += n * n;
  for (let i = 0; i < ll.length; i++) {
    const l = (sums.a[i] + sums.b[i]) / 2;
    ll[i] += l * l;
    lv[i] += l * v[i];
    ln[i] += l * n;
    vn[i] += v[i] * n;
  }
  for (let i = 0; i < vv.length; i++) vv[i] += v[i] * v[i];
  for (let s = 0; s < uu.length; s++) {
    statistic(sums, s, aggregates, u);
    addProducts(u, v, uu[s], uv[s]);
  }
}

function addProducts(u: Float64Array, v: Float64Array, uu: Float64Array, uv: Float64Array): void {
  for (let i = 0; i < u.length; i++) {
    uu[i] += u[i] * u[i];
    uv[i] += u[i] * v[i];
  }
}
