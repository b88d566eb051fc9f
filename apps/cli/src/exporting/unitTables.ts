import path from "node:path";
import type {
  RunFileReader,
  StoredCheckpoint,
  StoredMeasure,
} from "@unitscope/core/resultFiles/runFileReader";
import { checkpointFileNames, type Selection, selectedMeasures } from "./selectedMaps.js";

/** Names of the columns of a table of units, one row a unit and index map; docs/files.md explains them. */
export const UNIT_COLUMNS = ["factor", "with_factor", "channel", "y", "x", "value", "half_width"] as const;
/** Further columns when flags are asked for; empty where the measure is no index. */
export const FLAG_COLUMNS = ["trusted", "distinguishable"] as const;
/** Names of the columns of the table of aggregated indices; the channel is empty for a whole checkpoint. */
export const AGGREGATE_COLUMNS = [
  "checkpoint",
  "measure",
  "factor",
  "with_factor",
  "channel",
  "value",
  "half_width",
] as const;

/** A table of units: one checkpoint and measure, and the file it goes to. */
export interface UnitTable {
  readonly checkpoint: StoredCheckpoint;
  readonly measure: StoredMeasure;
  readonly file: string;
}

/** The tables of a selection, `<checkpoint>.<measure>.<extension>` in a folder. */
export function unitTables(
  run: RunFileReader,
  selection: Selection,
  directory: string,
  extension: string,
): UnitTable[] {
  const names = checkpointFileNames(run);
  return selectedMeasures(run, selection).map(({ checkpoint, measure }) => ({
    checkpoint,
    measure,
    file: path.join(directory, `${names.get(checkpoint.name)}.${measure.measure}.${extension}`),
  }));
}
