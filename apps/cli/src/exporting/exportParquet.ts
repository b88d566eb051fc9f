import path from "node:path";
import { writeWhole } from "@unitscope/core/files/writeWhole";
import type { RunFileReader } from "@unitscope/core/resultFiles/runFileReader";
import { unitPositions } from "@unitscope/core/resultFiles/unitPositions";
import { type ColumnSource, ParquetWriter, schemaFromColumnData } from "hyparquet-writer";
import { fileWriter } from "hyparquet-writer/src/node.js";
import { aggregateRows, orNull } from "./aggregateRows.js";
import type { Selection } from "./selectedMaps.js";
import { unitTables } from "./unitTables.js";

/**
 * A Parquet file for each checkpoint and measure with a row a unit and factor, a row group each factor, and
 * `aggregates.parquet` where there are aggregated indices; undefined values are null.
 *
 * @param withFlags true for the columns of flags
 * @returns the files written
 */
export async function exportParquet(
  run: RunFileReader,
  selection: Selection,
  directory: string,
  withFlags: boolean,
): Promise<string[]> {
  const files: string[] = [];
  for (const { checkpoint, measure, file } of unitTables(run, selection, directory, "parquet")) {
    const { channel, y, x } = unitPositions(checkpoint.shape);
    const tables = function* () {
      for (const name of measure.maps) {
        const { values, halfWidths } = run.readUnits(checkpoint, measure, name);
        const flags = withFlags ? run.readFlags(checkpoint, measure, name) : null;
        const marks = (key: "trusted" | "distinguishable") => truths(key, values.length, flags?.[key]);
        yield [
          texts("factor", repeat(name.factor, values.length)),
          texts("with_factor", repeat(name.withFactor, values.length)),
          whole("channel", channel),
          whole("y", y),
          whole("x", x),
          numbers("value", "FLOAT", Array.from(values, orNull)),
          numbers("half_width", "FLOAT", Array.from(halfWidths, orNull)),
          ...(withFlags ? [marks("trusted"), marks("distinguishable")] : []),
        ];
      }
    };
    await writeWhole(file, async (temporary) => writeTables(temporary, tables()));
    files.push(file);
  }
  const rows = aggregateRows(run, selection);
  if (rows.length === 0) return files;
  const aggregates = path.join(directory, "aggregates.parquet");
  const table: ColumnSource[] = [
    texts(
      "checkpoint",
      rows.map((row) => row.checkpoint),
    ),
    texts(
      "measure",
      rows.map((row) => row.measure),
    ),
    texts(
      "factor",
      rows.map((row) => row.factor),
    ),
    texts(
      "with_factor",
      rows.map((row) => row.withFactor),
    ),
    { name: "channel", data: rows.map((row) => row.channel), type: "INT32", nullable: true },
    numbers(
      "value",
      "DOUBLE",
      rows.map((row) => row.value),
    ),
    numbers(
      "half_width",
      "DOUBLE",
      rows.map((row) => row.halfWidth),
    ),
  ];
  await writeWhole(aggregates, async (temporary) => writeTables(temporary, [table].values()));
  return [...files, aggregates];
}

/** Tables of the same columns, one row group each. */
async function writeTables(file: string, tables: Iterator<ColumnSource[]>): Promise<void> {
  let writer: ParquetWriter | undefined;
  for (let next = tables.next(); !next.done; next = tables.next()) {
    const columnData = next.value;
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
