import type { RunFileReader } from "@unitscope/core/commandLine";
import { type Selection, selectedMaps } from "./selectedMaps.js";

/** One row of the table of aggregated indices; null where undefined, or for a whole checkpoint. */
export interface AggregateRow {
  readonly checkpoint: string;
  readonly measure: string;
  readonly factor: string | null;
  readonly withFactor: string | null;
  readonly channel: number | null;
  readonly value: number | null;
  readonly halfWidth: number | null;
}

/** The aggregated indices of a selection: each checkpoint's, then its channels'. Maps without any are left out. */
export function aggregateRows(run: RunFileReader, selection: Selection): AggregateRow[] {
  return selectedMaps(run, selection).flatMap(({ checkpoint, measure, name }) => {
    const found = run.readAggregated(checkpoint, measure, name);
    const row = (channel: number | null, value: number, halfWidth: number): AggregateRow => ({
      checkpoint: checkpoint.name,
      measure: measure.measure,
      factor: name.factor,
      withFactor: name.withFactor,
      channel,
      value: orNull(value),
      halfWidth: orNull(halfWidth),
    });
    if (!Number.isFinite(found.checkpointValue)) return [];
    return [
      row(null, found.checkpointValue, found.checkpointHalfWidth),
      ...Array.from(found.channelValues, (value, c) =>
        row(c, value, found.channelHalfWidths[c] ?? Number.NaN),
      ),
    ];
  });
}

/** The value, or null where it is NaN or infinite. */
export function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
