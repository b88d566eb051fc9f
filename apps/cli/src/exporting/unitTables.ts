import path from "node:path";
import type { RunFileReader, StoredCheckpoint, StoredMeasure } from "../files/runFileReader.js";
import { safeName } from "../files/safeName.js";
import { type Selection, selectedMeasures } from "./selectedMaps.js";

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
  return selectedMeasures(run, selection).map(({ checkpoint, measure }) => ({
    checkpoint,
    measure,
    file: path.join(directory, `${safeName(checkpoint.name)}.${measure.measure}.${extension}`),
  }));
}

/** Channel, y and x of the U units of a checkpoint in order; y and x are 0 where it is a vector. */
export function unitPositions(shape: readonly number[]): {
  channel: Int32Array;
  y: Int32Array;
  x: Int32Array;
} {
  const [channels = 0, height = 1, width = 1] = shape;
  const units = channels * height * width;
  return {
    channel: Int32Array.from({ length: units }, (_, u) => Math.floor(u / (height * width))),
    y: Int32Array.from({ length: units }, (_, u) => Math.floor(u / width) % height),
    x: Int32Array.from({ length: units }, (_, u) => u % width),
  };
}
