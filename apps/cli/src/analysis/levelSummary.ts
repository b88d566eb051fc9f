import { tableLines } from "../table.js";

/** Mean and variance of a checkpoint's units, averaged over them. */
export interface LevelSummary {
  readonly checkpoint: string;
  readonly units: number;
  readonly mean: number;
  readonly variance: number;
  readonly withoutVariance: number;
}

/** What of an index map a summary of levels reads. */
export interface LevelMap {
  readonly checkpoint: string;
  readonly measure: string;
  readonly values: ArrayLike<number>;
}

/** A summary for each checkpoint. */
export function summariseLevels(maps: readonly LevelMap[]): LevelSummary[] {
  const names = [...new Set(maps.map((map) => map.checkpoint))];
  return names.map((checkpoint) => {
    const valuesOf = (measure: string) =>
      Array.from(maps.find((map) => map.checkpoint === checkpoint && map.measure === measure)?.values ?? []);
    const [means, variances] = [valuesOf("MEAN"), valuesOf("VARIANCE")];
    return {
      checkpoint,
      units: variances.length,
      mean: average(means),
      variance: average(variances),
      withoutVariance: variances.filter((value) => !(value > 0)).length,
    };
  });
}

/** The summaries as a table. */
export function levelLines(summaries: readonly LevelSummary[]): string[] {
  const rows = summaries.map(({ checkpoint, units, mean, variance, withoutVariance }) => [
    checkpoint,
    String(units),
    mean.toPrecision(4),
    variance.toPrecision(4),
    String(withoutVariance),
  ]);
  return tableLines(["checkpoint", "units", "mean", "variance", "without variance"], rows, [1, 2, 3, 4]);
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
