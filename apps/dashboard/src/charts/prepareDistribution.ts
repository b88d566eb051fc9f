/** One bar of a histogram. */
export interface HistogramBar {
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

/**
 * Bars from edges and counts as the API sends them.
 *
 * @returns an empty list when no unit has a value (no edges, or only zero counts).
 */
export function prepareHistogram(edges: readonly number[], counts: readonly number[]): HistogramBar[] {
  if (counts.every((count) => count === 0)) return [];
  return counts.map((count, at) => ({ low: edges[at] ?? 0, high: edges[at + 1] ?? edges[at] ?? 0, count }));
}

/** Five numbers of a box, each null when the API does not give it. */
export interface BoxSummary {
  readonly factor: string;
  readonly low: number | null;
  readonly quarter: number | null;
  readonly median: number | null;
  readonly threeQuarters: number | null;
  readonly high: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  readonly meanHalfWidth: number | null;
}

interface SummaryLike {
  readonly mean?: number | null;
  readonly max?: number | null;
  readonly meanHalfWidth95?: number | null;
  readonly quantiles: readonly { readonly p: number; readonly value?: number | null }[];
}

/** The box of one factor: whiskers at the 5th and 95th percentile, box at the quartiles. */
export function prepareBox(factor: string, summary: SummaryLike): BoxSummary {
  const quantile = (p: number): number | null =>
    summary.quantiles.find((entry) => Math.abs(entry.p - p) < 1e-9)?.value ?? null;
  return {
    factor,
    low: quantile(0.05) ?? quantile(0),
    quarter: quantile(0.25),
    median: quantile(0.5),
    threeQuarters: quantile(0.75),
    high: quantile(0.95) ?? quantile(1),
    max: summary.max ?? null,
    mean: summary.mean ?? null,
    meanHalfWidth: summary.meanHalfWidth95 ?? null,
  };
}
