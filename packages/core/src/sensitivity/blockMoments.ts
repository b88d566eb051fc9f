import { addAggregates, type UnitRange } from "./aggregates.js";
import { BufferViews, type SumsLayout, type UnitLayout } from "./sumsBlock.js";

/**
 * What the estimates of a method are made of. Of one block: the level L and the square Q, whose totals over N base
 * samples are N times the mean and N times the mean square of the values about the pilot; and ratios U_s / V of sums.
 * The writers fill the first U values of `out`.
 */
export interface RatioMethod<L extends UnitLayout, S> extends SumsLayout<L, S> {
  /** Eight letters that stored states begin with. */
  readonly magic: string;
  /** Number of ratios. */
  ratios(layout: L): number;
  /** Values that one base sample adds to level and square. */
  valuesPerBaseSample(layout: L): number;
  level(sums: S, out: Float64Array): void;
  square(sums: S, out: Float64Array): void;
  /** V; never called when there is no ratio. */
  denominator(sums: S, out: Float64Array): void;
  /** U_s. */
  numerator(sums: S, s: number, out: Float64Array): void;
  /** Sums that show whether any value met was NaN or infinite. */
  finite(sums: S): readonly Float64Array[];
}

/**
 * Second moments over blocks of the blocks' sums, from which the half widths follow. Lengths: U units; W = U units,
 * then the aggregates, each of which counts as one more unit.
 */
export interface BlockMoments {
  /** [0] number of blocks, [1] sum n^2. */
  readonly counts: Float64Array;
  /** (U) sum L^2, sum L Q, sum L n, sum Q n, sum Q^2. */
  readonly ll: Float64Array;
  readonly lq: Float64Array;
  readonly ln: Float64Array;
  readonly qn: Float64Array;
  readonly qq: Float64Array;
  /** (W) sum V^2. */
  readonly vv: Float64Array;
  /** [s](W) sum U_s^2, sum U_s V. */
  readonly uu: readonly Float64Array[];
  readonly uv: readonly Float64Array[];
}

/** Lengths of the arrays of moments. */
export interface MomentsShape {
  readonly units: number;
  readonly aggregates: number;
  readonly ratios: number;
}

/** Length of the buffer that `viewMoments` looks into. */
export function momentsLength({ units, aggregates, ratios }: MomentsShape): number {
  return 2 + 5 * units + (1 + 2 * ratios) * (units + aggregates);
}

/** Named views of a buffer of `momentsLength` values. */
export function viewMoments({ units, aggregates, ratios }: MomentsShape, data: Float64Array): BlockMoments {
  const width = units + aggregates;
  const views = new BufferViews(data, 0);
  return {
    counts: views.next(2),
    ll: views.next(units),
    lq: views.next(units),
    ln: views.next(units),
    qn: views.next(units),
    qq: views.next(units),
    vv: views.next(width),
    uu: views.many(ratios, width),
    uv: views.many(ratios, width),
  };
}

/** Adds the sums of one block of `n` base samples to the moments. */
export function addBlock<L extends UnitLayout, S>(
  method: RatioMethod<L, S>,
  moments: BlockMoments,
  sums: S,
  n: number,
  aggregates: readonly UnitRange[],
): void {
  const { counts, ll, lq, ln, qn, qq, vv, uu, uv } = moments;
  const units = ll.length;
  counts[0] += 1;
  counts[1] += n * n;
  const [x, v] = [new Float64Array(vv.length), new Float64Array(vv.length)];
  method.level(sums, x);
  method.square(sums, v);
  for (let i = 0; i < units; i++) {
    ll[i] += x[i] * x[i];
    lq[i] += x[i] * v[i];
    ln[i] += x[i] * n;
    qn[i] += v[i] * n;
    qq[i] += v[i] * v[i];
  }
  if (uu.length === 0) return;
  method.denominator(sums, v);
  addAggregates(v, units, aggregates);
  for (let i = 0; i < vv.length; i++) vv[i] += v[i] * v[i];
  for (let s = 0; s < uu.length; s++) {
    method.numerator(sums, s, x);
    addAggregates(x, units, aggregates);
    addProducts(x, v, uu[s], uv[s]);
  }
}

function addProducts(u: Float64Array, v: Float64Array, uu: Float64Array, uv: Float64Array): void {
  for (let i = 0; i < u.length; i++) {
    uu[i] += u[i] * u[i];
    uv[i] += u[i] * v[i];
  }
}
