import { addRatioMoments } from "../kernels/ratioMoments.js";
import type { UnitRange } from "./aggregates.js";
import { BufferViews, type SumsLayout, type UnitLayout } from "./sumsBlock.js";

/**
 * Reads the level L and the square Q of a block: their totals over N base samples are N times the mean and N times the
 * mean square of the values about the pilot. The writers fill the first U values of `out`.
 */
export interface LevelReader<S> {
  level(sums: S, out: Float64Array): void;
  square(sums: S, out: Float64Array): void;
}

/** What the estimates of a method are made of: level, square, and ratios U_s / V of sums. Writers as `LevelReader`. */
export interface RatioMethod<L extends UnitLayout, S> extends SumsLayout<L, S>, LevelReader<S> {
  /** Eight letters that stored states begin with. */
  readonly magic: string;
  /** Number of ratios. */
  ratios(layout: L): number;
  /** Values that one base sample adds to level and square. */
  valuesPerBaseSample(layout: L): number;
  /** V; never called when there is no ratio. */
  denominator(sums: S, out: Float64Array): void;
  /** U_s, as one to three arrays: the first less the others. */
  numerator(sums: S, s: number): readonly Float64Array[];
  /** Sums that show whether any value met was NaN or infinite. */
  finite(sums: S): readonly Float64Array[];
}

/** Second moments over blocks of level and square, from which the half widths of mean and variance follow. */
export interface LevelMoments {
  /** [0] number of blocks, [1] sum n^2. */
  readonly counts: Float64Array;
  /** (U) sum L^2, sum L Q, sum L n, sum Q n, sum Q^2. */
  readonly ll: Float64Array;
  readonly lq: Float64Array;
  readonly ln: Float64Array;
  readonly qn: Float64Array;
  readonly qq: Float64Array;
}

/** The same of numerators and denominators; W = U units, then the aggregates, each of which counts as one more unit. */
export interface RatioMoments {
  /** (W) sum V^2. */
  readonly vv: Float64Array;
  /** [s](W) sum U_s^2, sum U_s V. */
  readonly uu: readonly Float64Array[];
  readonly uv: readonly Float64Array[];
}

/** Length of the buffer that `viewLevelMoments` looks into. */
export function levelMomentsLength(units: number): number {
  return 2 + 5 * units;
}

/** Named views of a buffer of `levelMomentsLength` values. */
export function viewLevelMoments(units: number, data: Float64Array): LevelMoments {
  const views = new BufferViews(data, 0);
  return {
    counts: views.next(2),
    ll: views.next(units),
    lq: views.next(units),
    ln: views.next(units),
    qn: views.next(units),
    qq: views.next(units),
  };
}

/** Length of the buffer that `viewRatioMoments` looks into; nothing is kept when there is no ratio. */
export function ratioMomentsLength(width: number, ratios: number): number {
  return ratios === 0 ? 0 : (1 + 2 * ratios) * width;
}

/** Named views of a buffer of `ratioMomentsLength` values. */
export function viewRatioMoments(width: number, ratios: number, data: Float64Array): RatioMoments {
  const views = new BufferViews(data, 0);
  return {
    vv: views.next(ratios === 0 ? 0 : width),
    uu: views.many(ratios, width),
    uv: views.many(ratios, width),
  };
}

/** Adds level and square of one block of `n` base samples. */
export function addLevels<S>(reader: LevelReader<S>, moments: LevelMoments, sums: S, n: number): void {
  const { counts, ll, lq, ln, qn, qq } = moments;
  const [level, square] = [new Float64Array(ll.length), new Float64Array(ll.length)];
  reader.level(sums, level);
  reader.square(sums, square);
  counts[0] += 1;
  counts[1] += n * n;
  for (let u = 0; u < ll.length; u++) {
    ll[u] += level[u] * level[u];
    lq[u] += level[u] * square[u];
    ln[u] += level[u] * n;
    qn[u] += square[u] * n;
    qq[u] += square[u] * square[u];
  }
}

/** Adds numerators and denominators of one block. */
export function addRatios<L extends UnitLayout, S>(
  method: RatioMethod<L, S>,
  { vv, uu, uv }: RatioMoments,
  sums: S,
  units: number,
  aggregates: readonly UnitRange[],
): void {
  if (uu.length === 0) return;
  const denominator = new Float64Array(units);
  method.denominator(sums, denominator);
  const inRanges = () => new Float64Array(aggregates.length);
  const ofUnits = (array: Float64Array) => array.subarray(0, units);
  // The square of V comes twice where it is its own numerator.
  const ignored = new Float64Array(units);
  const square = { terms: [denominator], uu: ofUnits(vv), uv: ignored, inRanges: inRanges() };
  const ratios = uu.map((_, s) => ({
    terms: method.numerator(sums, s),
    uu: ofUnits(uu[s]),
    uv: ofUnits(uv[s]),
    inRanges: inRanges(),
  }));
  addRatioMoments([square, ...ratios], denominator, aggregates);
  addProducts(square.inRanges, square.inRanges, vv.subarray(units));
  for (const [s, ratio] of ratios.entries()) {
    addProducts(ratio.inRanges, ratio.inRanges, uu[s].subarray(units));
    addProducts(ratio.inRanges, square.inRanges, uv[s].subarray(units));
  }
}

/** sums (n) += a b. */
export function addProducts(a: Float64Array, b: Float64Array, sums: Float64Array): void {
  for (let u = 0; u < sums.length; u++) sums[u] += a[u] * b[u];
}
