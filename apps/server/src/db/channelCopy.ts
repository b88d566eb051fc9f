import { from } from "pg-copy-streams";
import type { NewChannelIndex } from "./channelIndices.js";
import { type CopyField, copyData, copyRows, float8Field, int4Field, uuidField } from "./copyFormat.js";
import type { Connection } from "./database.js";

/** How the columns are written, in the order of the statement. */
const FIELDS: { readonly [Column in keyof NewChannelIndex]: (row: NewChannelIndex) => CopyField } = {
  indexMapId: (row) => uuidField(row.indexMapId),
  channel: (row) => int4Field(row.channel),
  units: (row) => row.units,
  mean: (row) => orNull(float8Field, row.mean),
  max: (row) => orNull(float8Field, row.max),
  argmaxY: (row) => orNull(int4Field, row.argmaxY),
  argmaxX: (row) => orNull(int4Field, row.argmaxX),
  undefinedCount: (row) => int4Field(row.undefinedCount),
  halfWidth: (row) => orNull(float8Field, row.halfWidth),
  aggregated: (row) => orNull(float8Field, row.aggregated),
  aggregatedHalfWidth: (row) => orNull(float8Field, row.aggregatedHalfWidth),
};
const COLUMNS = Object.keys(FIELDS).map((column) => `"${column}"`);
const COPY = `COPY "ChannelIndex" (${COLUMNS.join(", ")}) FROM STDIN (FORMAT binary)`;

/** Rows as {@link copyChannels} sends them; parts may be made apart, in other threads. */
export function encodeChannels(channels: readonly NewChannelIndex[]): Uint8Array<ArrayBuffer> {
  const fields = Object.values(FIELDS);
  return copyRows(channels.map((row) => fields.map((fieldOf) => fieldOf(row))));
}

/**
 * Inserts channels by binary COPY: a run has tens of thousands of them with a hundred million bytes, which as parameters
 * of a statement would be text of twice the size.
 *
 * @param connection of a transaction, in which nothing else is under way.
 */
export async function copyChannels(connection: Connection, encoded: readonly Uint8Array[]): Promise<void> {
  const copy = connection.query(from(COPY));
  await new Promise<void>((resolve, reject) => {
    copy.once("error", reject);
    copy.once("finish", resolve);
    for (const bytes of copyData(encoded)) copy.write(bytes);
    copy.end();
  });
}

function orNull(fieldOf: (value: number) => CopyField, value: number | null): CopyField {
  return value === null ? null : fieldOf(value);
}
