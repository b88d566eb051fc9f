import type { RunFileReader, StoredCheckpoint, StoredMeasure } from "@unitscope/core/commandLine";
import { checkpointFileNames, type Selection, selectedMeasures } from "./selectedMaps.js";

/** Columns of a table of units, one row a unit and index map; docs/files.md explains them. */
export const UNIT_COLUMNS = [
  "run",
  "checkpoint",
  "measure",
  "factor",
  "with_factor",
  "channel",
  "y",
  "x",
  "value",
  "half_width",
  "trusted",
  "distinguishable",
] as const;
/** Columns of the table of aggregated indices; the channel is empty for a whole checkpoint. */
export const AGGREGATE_COLUMNS = [
  "run",
  "checkpoint",
  "measure",
  "factor",
  "with_factor",
  "channel",
  "value",
  "half_width",
] as const;

/** Tables of units lie in a folder of their own, which a reader takes whole. */
const UNITS = "units";

/** A table of units: one checkpoint and measure, and the file it goes to. */
export interface UnitTable {
  readonly checkpoint: StoredCheckpoint;
  readonly measure: StoredMeasure;
  readonly file: string;
}

/** The tables of a selection, `units/<checkpoint>.<measure>.<extension>`. */
export function unitTables(run: RunFileReader, selection: Selection, extension: string): UnitTable[] {
  const names = checkpointFileNames(run);
  return selectedMeasures(run, selection).map(({ checkpoint, measure }) => ({
    checkpoint,
    measure,
    file: `${UNITS}/${names.get(checkpoint.name)}.${measure.measure}.${extension}`,
  }));
}

/** The table of aggregates: readers that are given the whole folder pass over a name that begins so. */
export function aggregatesFile(extension: string): string {
  return `_aggregates.${extension}`;
}
