import path from "node:path";
import { CsvWriter } from "../files/csv.js";
import type { RunFileReader } from "../files/runFileReader.js";
import { writeWhole } from "../files/writeWhole.js";
import { aggregateRows } from "./aggregateRows.js";
import type { Selection } from "./selectedMaps.js";
import { AGGREGATE_COLUMNS, UNIT_COLUMNS, unitPositions, unitTables } from "./unitTables.js";

/**
 * A CSV file for each checkpoint and measure with a row a unit and factor, and `aggregates.csv`; undefined values are
 * empty cells.
 *
 * @returns the files written
 */
export async function exportCsv(
  run: RunFileReader,
  selection: Selection,
  directory: string,
): Promise<string[]> {
  const files: string[] = [];
  for (const { checkpoint, measure, file } of unitTables(run, selection, directory, "csv")) {
    const { channel, y, x } = unitPositions(checkpoint.shape);
    await writeWhole(file, async (temporary) => {
      const csv = await CsvWriter.create(temporary, UNIT_COLUMNS);
      for (const name of measure.maps) {
        const { values, halfWidths } = run.readUnits(checkpoint, measure, name);
        for (let u = 0; u < values.length; u++) {
          const position = [channel[u] ?? 0, y[u] ?? 0, x[u] ?? 0];
          const numbers = [shortest(values[u]), shortest(halfWidths[u])];
          await csv.row([name.factor, name.withFactor, ...position, ...numbers]);
        }
      }
      await csv.close();
    });
    files.push(file);
  }
  const aggregates = path.join(directory, "aggregates.csv");
  await writeWhole(aggregates, async (temporary) => {
    const csv = await CsvWriter.create(temporary, AGGREGATE_COLUMNS);
    for (const row of aggregateRows(run, selection)) {
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
