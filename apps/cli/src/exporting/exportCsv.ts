import path from "node:path";
import { CsvWriter } from "@unitscope/core/files/csv";
import { writeWhole } from "@unitscope/core/files/writeWhole";
import type { RunFileReader } from "@unitscope/core/resultFiles/runFileReader";
import { unitPositions } from "@unitscope/core/resultFiles/unitPositions";
import { aggregateRows } from "./aggregateRows.js";
import type { Selection } from "./selectedMaps.js";
import { AGGREGATE_COLUMNS, FLAG_COLUMNS, UNIT_COLUMNS, unitTables } from "./unitTables.js";

/**
 * A CSV file for each checkpoint and measure with a row a unit and factor, and `aggregates.csv` where there are aggregated indices; undefined values are
 * empty cells.
 *
 * @param withFlags true for the columns of flags, 0 or 1
 * @returns the files written
 */
export async function exportCsv(
  run: RunFileReader,
  selection: Selection,
  directory: string,
  withFlags: boolean,
): Promise<string[]> {
  const files: string[] = [];
  for (const { checkpoint, measure, file } of unitTables(run, selection, directory, "csv")) {
    const { channel, y, x } = unitPositions(checkpoint.shape);
    await writeWhole(file, async (temporary) => {
      const csv = await CsvWriter.create(
        temporary,
        withFlags ? [...UNIT_COLUMNS, ...FLAG_COLUMNS] : UNIT_COLUMNS,
      );
      for (const name of measure.maps) {
        const { values, halfWidths } = run.readUnits(checkpoint, measure, name);
        const flags = withFlags ? run.readFlags(checkpoint, measure, name) : null;
        for (let u = 0; u < values.length; u++) {
          const position = [channel[u] ?? 0, y[u] ?? 0, x[u] ?? 0];
          const numbers = [shortest(values[u]), shortest(halfWidths[u])];
          const marks = withFlags ? [flags?.trusted[u] ?? null, flags?.distinguishable[u] ?? null] : [];
          await csv.row([name.factor, name.withFactor, ...position, ...numbers, ...marks]);
        }
      }
      await csv.close();
    });
    files.push(file);
  }
  const rows = aggregateRows(run, selection);
  if (rows.length === 0) return files;
  const aggregates = path.join(directory, "aggregates.csv");
  await writeWhole(aggregates, async (temporary) => {
    const csv = await CsvWriter.create(temporary, AGGREGATE_COLUMNS);
    for (const row of rows) {
      const { checkpoint, measure, factor, withFactor, channel, value, halfWidth } = row;
      await csv.row([checkpoint, measure, factor, withFactor, channel, value, halfWidth]);
    }
    await csv.close();
  });
  return [...files, aggregates];
}

/** A float32 in as few digits as give it back, not in the many of its float64. */
function shortest(value = Number.NaN): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(9)) : null;
}
