import { mkdir } from "node:fs/promises";
import path from "node:path";
import { CsvWriter, unitPositions } from "@unitscope/core/commandLine";
import { aggregateRows } from "./aggregateRows.js";
import type { ExportTask } from "./exportTask.js";
import { AGGREGATE_COLUMNS, aggregatesFile, UNIT_COLUMNS, unitTables } from "./unitTables.js";

/**
 * A CSV file for each checkpoint and measure with a row a unit and factor, all with the same columns, and a table of the
 * aggregated indices where there are any; undefined values are empty cells, flags 0 or 1.
 */
export async function exportCsv(task: ExportTask): Promise<string[]> {
  const { run, selection, directory, name } = task;
  const files: string[] = [];
  for (const table of unitTables(run, selection, "csv")) {
    const { checkpoint, measure, file } = table;
    const { channel, y, x } = unitPositions(checkpoint.shape);
    await mkdir(path.join(directory, path.dirname(file)), { recursive: true });
    const csv = await CsvWriter.create(path.join(directory, file), UNIT_COLUMNS);
    try {
      for (const map of measure.maps) {
        await task.step();
        const { values, halfWidths } = run.readUnits(checkpoint, measure, map);
        const flags = run.readFlags(checkpoint, measure, map);
        const keys = [name, checkpoint.name, measure.measure, map.factor, map.withFactor];
        for (let u = 0; u < values.length; u++) {
          const position = [channel[u] ?? 0, y[u] ?? 0, x[u] ?? 0];
          const numbers = [shortest(values[u]), shortest(halfWidths[u])];
          const marks = [flags?.trusted[u] ?? null, flags?.distinguishable[u] ?? null];
          await csv.row([...keys, ...position, ...numbers, ...marks]);
        }
      }
    } finally {
      await csv.close();
    }
    files.push(file);
  }
  const rows = aggregateRows(run, selection);
  if (rows.length === 0) return files;
  const aggregates = aggregatesFile("csv");
  const csv = await CsvWriter.create(path.join(directory, aggregates), AGGREGATE_COLUMNS);
  for (const { checkpoint, measure, factor, withFactor, channel, value, halfWidth } of rows) {
    await csv.row([name, checkpoint, measure, factor, withFactor, channel, value, halfWidth]);
  }
  await csv.close();
  return [...files, aggregates];
}

/** A float32 in as few digits as give it back, not in the many of its float64. */
function shortest(value = Number.NaN): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(9)) : null;
}
