/** What stands in front of packed parts. */
export interface StateHeader {
  /** Kind and version of the bytes. */
  readonly format: string;
}

/**
 * A header and parts as one array: length of the header (uint32, little-endian), header as JSON with the byte lengths of
 * the parts, then the parts.
 */
export function packState(header: StateHeader, parts: readonly Uint8Array[]): Uint8Array {
  const lengths = parts.map((part) => part.byteLength);
  const room = new PackedRoom(header, lengths);
  for (const [i, part] of parts.entries()) room.parts[i].set(part);
  return room.pack(header);
}

/** Room for what `packState` packs: parts that are written in place, so that packing them again copies nothing. */
export class PackedRoom {
  /** Views of the room; they begin at multiples of 8 bytes as long as their lengths are such. */
  readonly parts: readonly Uint8Array[];
  private readonly bytes: Uint8Array;
  private readonly headerBytes: number;

  /** @param longest a header that takes as many characters as any that will be packed. */
  constructor(
    longest: StateHeader,
    private readonly lengths: readonly number[],
  ) {
    const needed = LENGTH_BYTES + Buffer.byteLength(this.json(longest));
    const start = Math.ceil(needed / 8) * 8;
    this.headerBytes = start - LENGTH_BYTES;
    this.bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, start));
    let offset = start;
    this.parts = lengths.map((length) => {
      offset += length;
      return this.bytes.subarray(offset - length, offset);
    });
  }

  /** All bytes, not copied: they change when a part does. */
  pack(header: StateHeader): Uint8Array {
    const head = Buffer.from(this.bytes.buffer, 0, LENGTH_BYTES + this.headerBytes);
    head.fill(" ");
    head.writeUInt32LE(this.headerBytes);
    head.write(this.json(header), LENGTH_BYTES);
    return this.bytes;
  }

  private json(header: StateHeader): string {
    return JSON.stringify({ ...header, parts: this.lengths });
  }
}

const LENGTH_BYTES = 4;

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
