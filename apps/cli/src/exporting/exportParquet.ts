import { mkdir } from "node:fs/promises";
import path from "node:path";
import { unitPositions } from "@unitscope/core/commandLine";
import { type ColumnSource, ParquetWriter, schemaFromColumnData } from "hyparquet-writer";
import { fileWriter } from "hyparquet-writer/src/node.js";
import { aggregateRows, orNull } from "./aggregateRows.js";
import type { ExportTask } from "./exportTask.js";
import { aggregatesFile, type UnitTable, unitTables } from "./unitTables.js";

/**
 * A Parquet file for each checkpoint and measure with a row a unit and factor, all of one schema, a row group each factor;
 * and a table of the aggregated indices where there are any. Undefined values are null.
 */
export async function exportParquet(task: ExportTask): Promise<string[]> {
  const { run, selection, directory } = task;
  const files: string[] = [];
  for (const table of unitTables(run, selection, "parquet")) {
    const file = path.join(directory, table.file);
    await mkdir(path.dirname(file), { recursive: true });
    await writeTables(file, unitColumns(task, table));
    files.push(table.file);
  }
  const rows = aggregateRows(run, selection);
  if (rows.length === 0) return files;
  const aggregates = aggregatesFile("parquet");
  const column = <T>(pick: (row: (typeof rows)[number]) => T): T[] => rows.map(pick);
  const columns = [
    texts("run", repeat(task.name, rows.length)),
    texts(
      "checkpoint",
      column(({ checkpoint }) => checkpoint),
    ),
    texts(
      "measure",
      column(({ measure }) => measure),
    ),
    texts(
      "factor",
      column(({ factor }) => factor),
    ),
    texts(
      "with_factor",
      column(({ withFactor }) => withFactor),
    ),
    { name: "channel", data: column(({ channel }) => channel), type: "INT32", nullable: true } as const,
    numbers(
      "value",
      "DOUBLE",
      column(({ value }) => value),
    ),
    numbers(
      "half_width",
      "DOUBLE",
      column(({ halfWidth }) => halfWidth),
    ),
  ];
  await writeTables(path.join(directory, aggregates), [columns]);
  return [...files, aggregates];
}

/** The columns of a table of units, map by map. */
async function* unitColumns(
  { run, name, step }: ExportTask,
  { checkpoint, measure }: UnitTable,
): AsyncGenerator<ColumnSource[]> {
  const { channel, y, x } = unitPositions(checkpoint.shape);
  for (const map of measure.maps) {
    await step();
    const { values, halfWidths } = run.readUnits(checkpoint, measure, map);
    const flags = run.readFlags(checkpoint, measure, map);
    const all = (text: string | null) => repeat(text, values.length);
    yield [
      texts("run", all(name)),
      texts("checkpoint", all(checkpoint.name)),
      texts("measure", all(measure.measure)),
      texts("factor", all(map.factor)),
      texts("with_factor", all(map.withFactor)),
      whole("channel", channel),
      whole("y", y),
      whole("x", x),
      numbers("value", "FLOAT", Array.from(values, orNull)),
      numbers("half_width", "FLOAT", Array.from(halfWidths, orNull)),
      truths("trusted", values.length, flags?.trusted),
      truths("distinguishable", values.length, flags?.distinguishable),
    ];
  }
}

/** Tables of the same columns, one row group each. */
async function writeTables(
  file: string,
  tables: Iterable<ColumnSource[]> | AsyncIterable<ColumnSource[]>,
): Promise<void> {
  let writer: ParquetWriter | undefined;
  for await (const columnData of tables) {
    writer ??= new ParquetWriter({ writer: fileWriter(file), schema: schemaFromColumnData({ columnData }) });
    const rowGroupSize = Math.max(1, columnData[0]?.data.length ?? 0);
    await writer.write({ columnData, rowGroupSize });
  }
  await writer?.finish();
}

function texts(name: string, data: (string | null)[]): ColumnSource {
  return { name, data, type: "STRING", nullable: true };
}

function whole(name: string, data: Int32Array): ColumnSource {
  return { name, data, type: "INT32", nullable: false };
}

function numbers(name: string, type: "FLOAT" | "DOUBLE", data: (number | null)[]): ColumnSource {
  return { name, data, type, nullable: true };
}

/** Flags of units; null where there are none. */
function truths(name: string, length: number, flags: Uint8Array | undefined): ColumnSource {
  const data = Array.from({ length }, (_, u) => (flags === undefined ? null : flags[u] === 1));
  return { name, data, type: "BOOLEAN", nullable: true };
}

function repeat(text: string | null, count: number): (string | null)[] {
  return new Array<string | null>(count).fill(text);
}
