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

/** One factor at one checkpoint. */
export interface SensitivePair extends SummaryValue {
  readonly factor: string;
  readonly checkpoint: string;
  readonly measure: string;
}

/** Factors shown for each checkpoint, and pairs of factor and checkpoint shown for the run. */
const TOP = 5;
/** Columns of a table; it is sorted by the first of them that there is. */
const COLUMNS = ["SHAPLEY", "ST", "S1"];

/** Aggregated indices by checkpoint; measures without factors, or (as those of a contrast)
 *  without aggregated values, are left out. */
export function summarise(maps: readonly SummaryMap[]): CheckpointSummary[] {
  const names = [...new Set(maps.map((map) => map.checkpoint))];
  return names.map((checkpoint) => {
    const measures: Record<string, Record<string, SummaryValue>> = {};
    for (const map of maps) {
      if (map.checkpoint !== checkpoint || map.factor === null || map.measure.startsWith("CONTRAST"))
        continue;
      const key = map.withFactor === null ? map.factor : `${map.factor}|${map.withFactor}`;
      const values = measures[map.measure] ?? {};
      values[key] = { value: orNull(map.aggregated), halfWidth: orNull(map.aggregatedHalfWidth) };
      measures[map.measure] = values;
    }
    return { checkpoint, measures };
  });
}

/** The most sensitive pairs of factor and checkpoint, by the leading measure; undefined indices are no candidates. */
export function mostSensitive(summaries: readonly CheckpointSummary[]): SensitivePair[] {
  const measure = leadingMeasure(summaries);
  if (measure === undefined) return [];
  return summaries
    .flatMap(({ checkpoint, measures }) =>
      Object.entries(measures[measure] ?? {}).map(([factor, index]) => ({
        factor,
        checkpoint,
        measure,
        ...index,
      })),
    )
    .filter(({ value }) => value !== null)
    .sort(descending)
    .slice(0, TOP);
}

/**
 * Two tables: the most sensitive pairs of factor and checkpoint, and the most sensitive factors of every checkpoint.
 * Empty when no measure has factors.
 */
export function summaryLines(summaries: readonly CheckpointSummary[]): string[] {
  const shown = columnsOf(summaries);
  const leading = shown[0];
  if (leading === undefined) return [];
  const cells = ({ measures }: CheckpointSummary, factor: string) =>
    shown.map((measure) => intervalText(measures[measure]?.[factor]));
  const pairs = mostSensitive(summaries).map(({ factor, checkpoint }) => {
    const summary = summaries.find((candidate) => candidate.checkpoint === checkpoint);
    return [factor, checkpoint, ...(summary === undefined ? [] : cells(summary, factor))];
  });
  const rows = summaries.flatMap((summary) =>
    Object.entries(summary.measures[leading] ?? {})
      .sort(([, a], [, b]) => descending(a, b))
      .slice(0, TOP)
      .map(([factor], i) => [i === 0 ? summary.checkpoint : "", factor, ...cells(summary, factor)]),
  );
  return [
    "Most sensitive",
    ...tableLines(["factor", "checkpoint", ...shown], pairs),
    "",
    "By checkpoint",
    ...tableLines(["checkpoint", "factor", ...shown], rows),
  ];
}

/** The measure that tables are sorted by; undefined when none has factors. */
export function leadingMeasure(summaries: readonly CheckpointSummary[]): string | undefined {
  return columnsOf(summaries)[0];
}

function columnsOf(summaries: readonly CheckpointSummary[]): string[] {
  return COLUMNS.filter((measure) => summaries.some((summary) => summary.measures[measure]));
}

function descending(a: SummaryValue, b: SummaryValue): number {
  return (b.value ?? Number.NEGATIVE_INFINITY) - (a.value ?? Number.NEGATIVE_INFINITY);
}

function intervalText(value: SummaryValue | undefined): string {
  if (value === undefined || value.value === null) return "undefined";
  const half = value.halfWidth === null ? "?" : value.halfWidth.toFixed(3);
  // A rounded -0.0004 is no negative zero.
  const text = value.value.toFixed(3).replace(/^-(0\.000)$/, "$1");
  return `${text.padStart(6)} ± ${half}`;
}

function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
