import { type Estimate, excludesZero } from "@/format/estimate";

/** One run's value in one row of the comparison. */
export interface ComparisonDot extends Estimate {
  readonly runId: string;
  /** Value minus the baseline's, with its own interval; null for the baseline itself. */
  readonly difference: Estimate | null;
  readonly isBaseline: boolean;
  /** True only where the difference's interval leaves zero out. */
  readonly isSignificant: boolean;
}

export interface ComparisonLine {
  readonly checkpoint: string;
  readonly factor: string;
  /** In the order of the runs; null where a run holds no such map. */
  readonly dots: readonly (ComparisonDot | null)[];
}

/** Which number of a checkpoint is compared: its index as one multivariate output, or the mean over its units. */
export type ComparisonOf = "aggregated" | "mean";

interface CellLike {
  readonly runId: string;
  readonly aggregated?: number | null;
  readonly aggregatedHalfWidth95?: number | null;
  readonly aggregatedDifference?: number | null;
  readonly aggregatedDifferenceHalfWidth95?: number | null;
  readonly mean?: number | null;
  readonly halfWidth95?: number | null;
  readonly difference?: number | null;
  readonly differenceHalfWidth95?: number | null;
}

interface RowLike {
  readonly checkpoint: string;
  readonly factor: string;
  readonly cells: readonly (CellLike | null | undefined)[];
}

const orNull = (value: number | null | undefined, halfWidth: number | null | undefined): Estimate => ({
  value: value ?? null,
  halfWidth: halfWidth ?? null,
});

function estimatesOf(cell: CellLike, of: ComparisonOf): { own: Estimate; fromBaseline: Estimate } {
  return of === "aggregated"
    ? {
        own: orNull(cell.aggregated, cell.aggregatedHalfWidth95),
        fromBaseline: orNull(cell.aggregatedDifference, cell.aggregatedDifferenceHalfWidth95),
      }
    : {
        own: orNull(cell.mean, cell.halfWidth95),
        fromBaseline: orNull(cell.difference, cell.differenceHalfWidth95),
      };
}

/** "aggregated" where any cell holds such a difference, else "mean". */
export function bestComparison(rows: readonly RowLike[]): ComparisonOf {
  const hasAny = rows.some((row) => row.cells.some((cell) => cell?.aggregatedDifference != null));
  return hasAny ? "aggregated" : "mean";
}

/** Rows of the compare page as the API sends them, with significance read off each difference's interval. */
export function prepareComparison(
  rows: readonly RowLike[],
  runIds: readonly string[],
  baselineId: string,
  of: ComparisonOf,
): ComparisonLine[] {
  return rows.map((row) => ({
    checkpoint: row.checkpoint,
    factor: row.factor,
    dots: runIds.map((runId) => {
      const cell = row.cells.find((candidate) => candidate?.runId === runId);
      if (!cell) return null;
      const isBaseline = runId === baselineId;
      const { own, fromBaseline } = estimatesOf(cell, of);
      const difference = isBaseline ? null : fromBaseline;
      return {
        runId,
        ...own,
        difference,
        isBaseline,
        isSignificant: difference !== null && excludesZero(difference),
      };
    }),
  }));
}

/** The significant dot that lies farthest from its baseline, with its row and the baseline's dot. */
export interface LargestDifference {
  readonly line: ComparisonLine;
  readonly dot: ComparisonDot;
  readonly baseline: ComparisonDot;
}

/** The largest difference beyond its interval, or null when there is none. */
export function largestDifference(lines: readonly ComparisonLine[]): LargestDifference | null {
  let best: LargestDifference | null = null;
  for (const line of lines) {
    const baseline = line.dots.find((dot) => dot?.isBaseline);
    if (!baseline) continue;
    for (const dot of line.dots) {
      if (!dot?.isSignificant) continue;
      const size = Math.abs(dot.difference?.value ?? 0);
      if (!best || size > Math.abs(best.dot.difference?.value ?? 0)) best = { line, dot, baseline };
    }
  }
  return best;
}

/** How many differences there are, and how many of them leave zero out. */
export function countDifferences(lines: readonly ComparisonLine[]): { total: number; significant: number } {
  const dots = lines
    .flatMap((line) => line.dots)
    .filter((dot) => dot !== null && dot.difference?.value != null);
  return { total: dots.length, significant: dots.filter((dot) => dot?.isSignificant).length };
}
