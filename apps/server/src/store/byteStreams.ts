/** Collects bytes; whole numbers take as few as they need. */
export class ByteWriter {
  private readonly parts: Uint8Array[] = [];
  private pending: number[] = [];

  byte(value: number): void {
    this.pending.push(value);
  }

  /** Seven bits a byte, lowest first, the highest bit where another byte follows. From 0 to 2^53 - 1. */
  whole(value: number): void {
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.byte((rest % 0x80) | 0x80);
    this.byte(rest);
  }

  /** The sign in the lowest bit of a {@link whole}. */
  signed(value: number): void {
    this.whole(value < 0 ? -2 * value - 1 : 2 * value);
  }

  /** The bytes must stay as they are until they are taken. */
  bytes(bytes: Uint8Array): void {
    this.parts.push(Uint8Array.from(this.pending), bytes);
    this.pending = [];
  }

  take(): Uint8Array<ArrayBuffer> {
    this.bytes(new Uint8Array());
    const all = new Uint8Array(this.parts.reduce((length, part) => length + part.length, 0));
    let offset = 0;
    for (const part of this.parts) {
      all.set(part, offset);
      offset += part.length;
    }
    return all;
  }
}

/** Reads what a {@link ByteWriter} wrote. */
export class ByteReader {
  private offset = 0;

  constructor(private readonly source: Uint8Array) {}

  /** @throws {RangeError} as all of them, when there are no more bytes. */
  byte(): number {
    return this.bytes(1)[0]!;
  }

  whole(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }

  signed(): number {
    const value = this.whole();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** A view of the next ones. */
  bytes(length: number): Uint8Array {
    const end = this.offset + length;
    if (end > this.source.length) {
      throw new RangeError(`${length} bytes are asked for at ${this.offset} of ${this.source.length}.`);
    }
    const bytes = this.source.subarray(this.offset, end);
    this.offset = end;
    return bytes;
  }
}
