/** What stands before the rows: the signature, no flags, no extension. */
const HEADER = Buffer.from("PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0", "latin1");
/** In place of a number of fields: no more rows. */
const TRAILER = Buffer.from([0xff, 0xff]);
/** In place of a length. */
const NULL_LENGTH = -1;

/** A field's bytes, or null. */
export type CopyField = Uint8Array | null;

/**
 * Rows in the binary format of COPY, big-endian: https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format".
 * They can be put together; {@link copyData} makes whole data of them.
 */
export function copyRows(rows: readonly (readonly CopyField[])[]): Uint8Array<ArrayBuffer> {
  const sizes = rows.map((row) => row.reduce((size, field) => size + 4 + (field?.length ?? 0), 2));
  const bytes = new Uint8Array(sizes.reduce((total, size) => total + size, 0));
  const view = new DataView(bytes.buffer);
  let offset = 0;
  for (const row of rows) {
    view.setInt16(offset, row.length);
    offset += 2;
    for (const field of row) {
      view.setInt32(offset, field?.length ?? NULL_LENGTH);
      offset += 4;
      if (field === null) continue;
      bytes.set(field, offset);
      offset += field.length;
    }
  }
  return bytes;
}

/** Rows as COPY reads them from its beginning to its end. */
export function copyData(rows: readonly Uint8Array[]): Uint8Array[] {
  return [HEADER, ...rows, TRAILER];
}

/** Field of type int4. */
export function int4Field(value: number): CopyField {
  const field = Buffer.allocUnsafe(4);
  field.writeInt32BE(value);
  return field;
}

/** Field of type float8. */
export function float8Field(value: number): CopyField {
  const field = Buffer.allocUnsafe(8);
  field.writeDoubleBE(value);
  return field;
}

/** Field of type uuid. */
export function uuidField(text: string): CopyField {
  return Buffer.from(text.replaceAll("-", ""), "hex");
}
