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
  const layout = new PackedLayout(
    header,
    parts.map((part) => part.byteLength),
  );
  const room = new PackedRoom(layout, new Uint8Array(layout.byteLength));
  for (const [i, part] of parts.entries()) room.parts[i].set(part);
  return room.pack(header);
}

/** Where packed parts lie. */
export class PackedLayout {
  /** Of each part; multiples of 8 as long as the lengths are such. */
  readonly offsets: readonly number[];
  readonly byteLength: number;

  /** @param longest a header that takes as many characters as any that will be packed. */
  constructor(
    longest: StateHeader,
    readonly lengths: readonly number[],
  ) {
    let offset = Math.ceil((LENGTH_BYTES + Buffer.byteLength(this.json(longest))) / 8) * 8;
    this.offsets = lengths.map((length) => {
      offset += length;
      return offset - length;
    });
    this.byteLength = offset;
  }

  json(header: StateHeader): string {
    return JSON.stringify({ ...header, parts: this.lengths });
  }
}

/** Room for what `packState` packs: parts that are written in place, so that packing them again copies nothing. */
export class PackedRoom {
  /** Views of the room. */
  readonly parts: readonly Uint8Array[];

  /** @param bytes as many as the layout asks for; threads may share them. */
  constructor(
    private readonly layout: PackedLayout,
    private readonly bytes: Uint8Array,
  ) {
    const { offsets, lengths } = layout;
    this.parts = offsets.map((offset, i) => bytes.subarray(offset, offset + lengths[i]));
  }

  /** All bytes, not copied: they change when a part does. */
  pack(header: StateHeader): Uint8Array {
    const { layout, bytes } = this;
    const headerBytes = layout.offsets[0] - LENGTH_BYTES;
    const head = Buffer.from(bytes.buffer, bytes.byteOffset, layout.offsets[0]);
    head.fill(" ");
    head.writeUInt32LE(headerBytes);
    head.write(layout.json(header), LENGTH_BYTES);
    return bytes;
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
