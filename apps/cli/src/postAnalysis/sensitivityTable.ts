import {
  dependentDifference,
  type IntervalEstimate,
  type RunFileReader,
  type StoredCheckpoint,
} from "@unitscope/core/commandLine";
import { UsageError } from "../errors.js";
import { type Cell, csvTable, latexTable, markdownTable, type PaperTable } from "./paperTable.js";
import { numberOrNull, type Report } from "./report.js";

export const TABLE_FORMATS = ["markdown", "latex", "csv"] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];

/** What a table for a paper shows. */
export interface TableRequest {
  readonly run: RunFileReader;
  readonly checkpoints: readonly StoredCheckpoint[];
  readonly measure: string;
  /** Keys of the factors; all where undefined. */
  readonly factors?: readonly string[];
  /** The checkpoint that differences are taken from; the first of the run's where undefined. */
  readonly baseline?: string;
}

interface Row {
  readonly checkpoint: string;
  readonly factor: string;
  readonly estimate: IntervalEstimate;
  /** Null at the baseline itself. */
  readonly difference: IntervalEstimate | null;
}

/**
 * The aggregated index of every factor at every checkpoint, and its difference from that at a baseline checkpoint.
 *
 * @throws {UsageError} when the run has not the baseline, or the measure has no aggregated indices.
 */
export function tableReport(request: TableRequest, format: TableFormat): Report {
  const { run, measure, checkpoints } = request;
  const baseline = baselineOf(request);
  const rows = checkpoints.flatMap((checkpoint) =>
    mapsOf(checkpoint, request).map(({ key, estimate }): Row => {
      const base = mapsOf(baseline, request).find((other) => other.key === key);
      const isBase = checkpoint === baseline || base === undefined;
      const difference = isBase ? null : dependentDifference(estimate, base.estimate);
      return { checkpoint: checkpoint.name, factor: key, estimate, difference };
    }),
  );
  if (rows.every(({ estimate }) => Number.isNaN(estimate.value))) {
    throw new UsageError(`${measure} has no index of a whole checkpoint; S1, ST, S2 and SHAPLEY have.`);
  }
  const caption = `${measure} of each checkpoint as one output; ± are half widths of 95 % intervals. Run of ${run.origin.model}.`;
  const table = paperTable(rows, measure, baseline.name, caption);
  const write = { markdown: markdownTable, latex: latexTable, csv: csvTable }[format];
  return {
    data: {
      measure,
      baseline: baseline.name,
      rows: rows.map(({ checkpoint, factor, estimate, difference }) => ({
        checkpoint,
        factor,
        value: numberOrNull(estimate.value),
        halfWidth95: numberOrNull(estimate.halfWidth),
        difference: difference === null ? null : numberOrNull(difference.value),
        differenceHalfWidth95: difference === null ? null : numberOrNull(difference.halfWidth),
      })),
    },
    lines: write(table),
  };

  function mapsOf(checkpoint: StoredCheckpoint, { factors }: TableRequest) {
    const stored = checkpoint.measures.find((candidate) => candidate.measure === measure);
    return (stored?.maps ?? []).flatMap((map) => {
      const keys = [map.factor, map.withFactor].flatMap((key) => key ?? []);
      if (stored === undefined || (factors !== undefined && !keys.some((key) => factors.includes(key))))
        return [];
      const { checkpointValue: value, checkpointHalfWidth: halfWidth } = run.readAggregated(
        checkpoint,
        stored,
        map,
      );
      return [{ key: keys.join("|"), estimate: { value, halfWidth } }];
    });
  }
}

function baselineOf({ run, checkpoints, baseline }: TableRequest): StoredCheckpoint {
  const name = baseline ?? checkpoints[0]?.name;
  const found = run.checkpoints.find((checkpoint) => checkpoint.name === name);
  if (found !== undefined) return found;
  const names = run.checkpoints.map((checkpoint) => checkpoint.name).join(", ");
  throw new UsageError(`The run has no checkpoint "${name}" as --baseline; it has ${names}.`);
}

function paperTable(rows: readonly Row[], measure: string, baseline: string, caption: string): PaperTable {
  const cell = (estimate: IntervalEstimate | null): Cell => (estimate === null ? { text: "" } : { estimate });
  return {
    caption,
    header: ["checkpoint", "factor", measure, `less ${baseline}`],
    keys: ["checkpoint", "factor", "value", "difference"],
    rows: rows.map(({ checkpoint, factor, estimate, difference }) => [
      { text: checkpoint },
      { text: factor },
      cell(estimate),
      cell(difference),
    ]),
  };
}
