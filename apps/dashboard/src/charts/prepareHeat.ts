import type { Estimate } from "@/format/estimate";

/** The mean over the units of one checkpoint for one factor. */
export interface HeatCell extends Estimate {
  readonly checkpoint: string;
  readonly factor: string;
  /** Units whose index does not exist because their variance is zero. */
  readonly undefinedCount: number;
}

export interface HeatRow {
  readonly factor: string;
  /** One cell a checkpoint in forward order; null where the run holds none. */
  readonly cells: readonly (HeatCell | null)[];
}

export interface HeatSort {
  /** Checkpoint to sort by; null keeps the order of the factors. */
  readonly checkpoint: string | null;
  readonly descending: boolean;
}

/** Rows of the heat table, sorted by one column; rows without a value in that column come last either way. */
export function prepareHeatRows(
  cells: readonly HeatCell[],
  checkpoints: readonly string[],
  factors: readonly string[],
  sort: HeatSort,
): HeatRow[] {
  const byPlace = new Map(cells.map((cell) => [`${cell.factor}/${cell.checkpoint}`, cell]));
  const rows = factors.map((factor) => ({
    factor,
    cells: checkpoints.map((checkpoint) => byPlace.get(`${factor}/${checkpoint}`) ?? null),
  }));
  const column = sort.checkpoint === null ? -1 : checkpoints.indexOf(sort.checkpoint);
  if (column < 0) return rows;
  const sign = sort.descending ? -1 : 1;
  return rows.sort((a, b) => {
    const left = a.cells[column]?.value ?? null;
    const right = b.cells[column]?.value ?? null;
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return sign * (left - right);
  });
}

/** Smallest and largest finite value, or [0, 1] when there is none. */
export function valueRange(values: Iterable<number | null>): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value === null || !Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : [0, 1];
}
