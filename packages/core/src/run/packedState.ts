/** What stands in front of packed parts. */
export interface StateHeader {
  /** Kind and version of the bytes. */
  readonly format: string;
}

/**
 * A header and parts as one array: length of the header (uint32, little-endian), header as JSON with the byte lengths of
 * the parts, then the parts, each given in pieces that follow each other.
 */
export function packState(header: StateHeader, parts: readonly (readonly Uint8Array[])[]): Uint8Array {
  const lengths = parts.map((pieces) => pieces.reduce((sum, piece) => sum + piece.byteLength, 0));
  const json = Buffer.from(JSON.stringify({ ...header, parts: lengths }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.byteLength);
  return Buffer.concat([length, json, ...parts.flat()]);
}

/**
 * What {@link packState} packed; the parts are views of the bytes. Null when the bytes are damaged or of another format.
 */
export function unpackState<H extends StateHeader>(
  bytes: Uint8Array,
  format: H["format"],
): { readonly header: H; readonly parts: readonly Uint8Array[] } | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.byteLength < 4) return null;
  let offset = 4 + buffer.readUInt32LE(0);
  if (offset > buffer.byteLength) return null;
  let header: H & { readonly parts: readonly unknown[] };
  try {
    header = JSON.parse(buffer.toString("utf8", 4, offset));
  } catch {
    return null;
  }
  if (header?.format !== format || !Array.isArray(header.parts)) return null;
  const parts: Uint8Array[] = [];
  for (const length of header.parts) {
    if (!Number.isInteger(length) || length < 0) return null;
    parts.push(buffer.subarray(offset, offset + length));
    offset += length;
  }
  return offset === buffer.byteLength ? { header, parts } : null;
}
