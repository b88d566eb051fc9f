import { tableLines } from "../table.js";

/** An index of a whole checkpoint with the half width of its 95 % interval; null where undefined. */
export interface SummaryValue {
  readonly value: number | null;
  readonly halfWidth: number | null;
}

/** The aggregated indices of one checkpoint: by measure, then factor (two with "|" between them). */
export interface CheckpointSummary {
  readonly checkpoint: string;
  readonly measures: Readonly<Record<string, Readonly<Record<string, SummaryValue>>>>;
}

/** What of an index map a summary shows. */
export interface SummaryMap {
  readonly checkpoint: string;
  readonly measure: string;
  readonly factor: string | null;
  readonly withFactor: string | null;
  readonly aggregated: number;
  readonly aggregatedHalfWidth: number;
}

/** Factors shown for each checkpoint. */
const TOP = 5;
/** The measure that a table is sorted by: the first of these that there is. */
const LEADING = ["SHAPLEY", "ST", "CONTRAST", "S1"];
const COLUMNS = ["SHAPLEY", "ST", "S1", "CONTRAST"];

/** Aggregated indices by checkpoint; measures without factors, or without aggregated values, are left out. */
export function summarise(maps: readonly SummaryMap[]): CheckpointSummary[] {
  const names = [...new Set(maps.map((map) => map.checkpoint))];
  return names.map((checkpoint) => {
    const measures: Record<string, Record<string, SummaryValue>> = {};
    for (const map of maps) {
      if (map.checkpoint !== checkpoint || map.factor === null) continue;
      const key = map.withFactor === null ? map.factor : `${map.factor}|${map.withFactor}`;
      const values = measures[map.measure] ?? {};
      values[key] = { value: orNull(map.aggregated), halfWidth: orNull(map.aggregatedHalfWidth) };
      measures[map.measure] = values;
    }
    return { checkpoint, measures };
  });
}

/** A table of the most sensitive factors of every checkpoint. Empty when no measure has factors. */
export function summaryLines(summaries: readonly CheckpointSummary[]): string[] {
  const shown = COLUMNS.filter((measure) => summaries.some((summary) => summary.measures[measure]));
  const leading = LEADING.find((measure) => shown.includes(measure));
  if (leading === undefined) return [];
  const rows = summaries.flatMap(({ checkpoint, measures }) =>
    Object.entries(measures[leading] ?? {})
      .sort(([, a], [, b]) => (b.value ?? Number.NEGATIVE_INFINITY) - (a.value ?? Number.NEGATIVE_INFINITY))
      .slice(0, TOP)
      .map(([factor], i) => [
        i === 0 ? checkpoint : "",
        factor,
        ...shown.map((measure) => intervalText(measures[measure]?.[factor])),
      ]),
  );
  return tableLines(["checkpoint", "factor", ...shown], rows);
}

/** Index maps without a factor, of which a table shows the mean over the units. */
export interface LevelMap {
  readonly checkpoint: string;
  readonly measure: string;
  readonly factor: string | null;
  readonly values: ArrayLike<number>;
}

/** A table of mean and variance, averaged over the units of every checkpoint, and of the units without variance. */
export function levelLines(maps: readonly LevelMap[]): string[] {
  const names = [...new Set(maps.map((map) => map.checkpoint))];
  const rows = names.map((checkpoint) => {
    const valuesOf = (measure: string) =>
      Array.from(maps.find((map) => map.checkpoint === checkpoint && map.measure === measure)?.values ?? []);
    const [means, variances] = [valuesOf("MEAN"), valuesOf("VARIANCE")];
    const dead = variances.filter((value) => !(value > 0)).length;
    return [checkpoint, String(variances.length), average(means), average(variances), String(dead)];
  });
  return tableLines(["checkpoint", "units", "mean", "variance", "without variance"], rows, [1, 2, 3, 4]);
}

function average(values: readonly number[]): string {
  return (values.reduce((sum, value) => sum + value, 0) / values.length).toPrecision(4);
}

function intervalText(value: SummaryValue | undefined): string {
  if (value === undefined || value.value === null) return "undefined";
  const half = value.halfWidth === null ? "?" : value.halfWidth.toFixed(3);
  return `${value.value.toFixed(3).padStart(6)} ± ${half}`;
}

function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
