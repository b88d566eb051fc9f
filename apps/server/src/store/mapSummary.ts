import { quantiles } from "@unitscope/core/reading";

/** Probabilities of the quantiles that are stored with every map. */
export const STORED_QUANTILES = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99] as const;
/** Bins of the histogram that is stored with every map. */
export const STORED_BINS = 32;

export interface Quantile {
  readonly p: number;
  readonly value: number | null;
}

/** `counts[i]` values v with edges[i] <= v < edges[i + 1]; the last bin holds its upper edge, too. */
export interface Histogram {
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

/** What a list of maps shows of one; numbers over the defined values, null when there are none. */
export interface ValueSummary {
  readonly mean: number | null;
  /** Standard deviation between the units (divisor n). */
  readonly sd: number | null;
  readonly min: number | null;
  readonly max: number | null;
  /** Place of the first largest value, or -1. */
  readonly argmax: number;
  readonly undefinedCount: number;
}

/** One pass over values of which NaN are undefined; Welford's rule. */
export function summarise(values: ArrayLike<number>): ValueSummary {
  let count = 0;
  let mean = 0;
  let squares = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let argmax = -1;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    count++;
    const delta = value - mean;
    mean += delta / count;
    squares += delta * (value - mean);
    if (value < min) min = value;
    if (value > max) {
      max = value;
      argmax = i;
    }
  }
  const undefinedCount = values.length - count;
  if (count === 0) return { mean: null, sd: null, min: null, max: null, argmax, undefinedCount };
  return { mean, sd: Math.sqrt(squares / count), min, max, argmax, undefinedCount };
}

/** Mean of the defined values, null when there are none. */
export function meanOf(values: ArrayLike<number>): number | null {
  return summarise(values).mean;
}

export function storedQuantiles(values: ArrayLike<number>): Quantile[] {
  const found = quantiles(values, STORED_QUANTILES);
  return STORED_QUANTILES.map((p, i) => ({ p, value: finite(found[i]!) }));
}

/** Equal bins from the smallest to the largest defined value; a single value gets bins around it. */
export function histogramOf(values: ArrayLike<number>, bins: number): Histogram {
  const { min, max } = summarise(values);
  if (min === null || max === null) return { edges: [], counts: [] };
  const [low, high] = min === max ? [min - 0.5, max + 0.5] : [min, max];
  const edges = Array.from({ length: bins + 1 }, (_, i) => low + ((high - low) * i) / bins);
  const counts = new Array<number>(bins).fill(0);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    const bin = Math.min(bins - 1, Math.max(0, Math.floor(((value - low) / (high - low)) * bins)));
    counts[bin]!++;
  }
  return { edges, counts };
}

/** JSON, Postgres' numbers and GraphQL have no NaN that survives the way: what is not a number is null. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
