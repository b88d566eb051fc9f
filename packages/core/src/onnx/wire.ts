import { OnnxFormatError } from "../errors.js";

/** How a protobuf field is laid out. */
export const WireType = { varint: 0, fixed64: 1, bytes: 2, groupStart: 3, groupEnd: 4, fixed32: 5 } as const;

const MAX_GROUP_DEPTH = 32;
const MAX_FIELD_NUMBER = 2 ** 29 - 1;
/** Names end up in error messages, so a file must not make them as long as it likes. */
const MAX_TEXT_BYTES = 4096;
const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Walks the fields of one protobuf message without copying: every value is a range of the file's bytes.
 * A nested message must lie inside its parent, so nothing outside the given range is ever read.
 *
 * @see https://protobuf.dev/programming-guides/encoding/
 */
export class WireReader {
  /** Number of the current field. */
  field = 0;
  wireType = 0;
  /** Where the current field's tag begins. */
  fieldStart = 0;
  /** Where its value begins (after a length) and ends. */
  valueStart = 0;
  valueEnd = 0;
  private position: number;

  /**
   * @param bytes the whole file
   * @param start first byte of the message
   * @param end   one past its last byte
   * @param label what the message is, for errors: `node 3 of the graph`
   */
  constructor(
    readonly bytes: Uint8Array,
    readonly start: number,
    readonly end: number,
    readonly label: string,
  ) {
    this.position = start;
  }

  /**
   * Moves to the next field; false at the end of the message.
   *
   * @throws {OnnxFormatError} when the field does not end inside the message or is no protobuf field.
   */
  next(): boolean {
    if (this.position >= this.end) return false;
    this.fieldStart = this.position;
    const tag = this.varint();
    this.field = Math.floor(tag / 8);
    this.wireType = tag % 8;
    if (this.field < 1 || this.field > MAX_FIELD_NUMBER) {
      throw this.damaged(`has a field numbered ${this.field}, which protobuf does not allow`);
    }
    this.valueStart = this.position;
    this.skipValue(0);
    this.valueEnd = this.position;
    return true;
  }

  /** The current field's value as a message of its own. */
  message(label: string): WireReader {
    this.expect(WireType.bytes);
    return new WireReader(this.bytes, this.valueStart, this.valueEnd, label);
  }

  /** The current field's bytes, as a view on the file. */
  slice(): Uint8Array {
    this.expect(WireType.bytes);
    return this.bytes.subarray(this.valueStart, this.valueEnd);
  }

  /**
   * The current field's text.
   *
   * @throws {OnnxFormatError} when it is not UTF-8 or longer than 4096 bytes.
   */
  text(): string {
    const slice = this.slice();
    if (slice.length > MAX_TEXT_BYTES) {
      throw this.damaged(
        `holds a name of ${slice.length} bytes in field ${this.field}; ${MAX_TEXT_BYTES} are the most`,
      );
    }
    try {
      return utf8.decode(slice);
    } catch {
      throw this.damaged(`holds text in field ${this.field} that is not UTF-8`);
    }
  }

  /** The current field's value as a signed 64-bit integer; inexact beyond 2**53. */
  integer(): number {
    this.expect(WireType.varint);
    return this.integerAt(this.valueStart, this.valueEnd);
  }

  /** Values of a repeated integer field, written one by one or packed. */
  *integers(): Generator<number> {
    if (this.wireType === WireType.varint) {
      yield this.integer();
      return;
    }
    this.expect(WireType.bytes);
    let start = this.valueStart;
    for (let at = start; at < this.valueEnd; at++) {
      if (this.bytes[at] < 0x80) {
        yield this.integerAt(start, at + 1);
        start = at + 1;
      }
    }
    if (start !== this.valueEnd) throw this.damaged(`has an unfinished number in field ${this.field}`);
  }

  /**
   * How many values a repeated numeric field holds in this place, without decoding them.
   *
   * @param itemBytes 4 or 8 for fixed-size items, 0 for varints
   */
  countItems(itemBytes: 0 | 4 | 8): number {
    if (this.wireType !== WireType.bytes) {
      this.expect(itemBytes === 0 ? WireType.varint : itemBytes === 4 ? WireType.fixed32 : WireType.fixed64);
      return 1;
    }
    const length = this.valueEnd - this.valueStart;
    if (itemBytes > 0) {
      if (length % itemBytes !== 0) throw this.damaged(`has an unfinished number in field ${this.field}`);
      return length / itemBytes;
    }
    let count = 0;
    for (let at = this.valueStart; at < this.valueEnd; at++) if (this.bytes[at] < 0x80) count++;
    return count;
  }

  /** An error about this message: `<label> <problem>`. */
  damaged(problem: string): OnnxFormatError {
    return new OnnxFormatError(
      `The model file is damaged: ${this.label} ${problem} (byte ${this.fieldStart}).`,
    );
  }

  private expect(wireType: number): void {
    if (this.wireType !== wireType) {
      throw this.damaged(
        `holds field ${this.field} in wire type ${this.wireType}, where ONNX has ${wireType}`,
      );
    }
  }

  private integerAt(start: number, end: number): number {
    if (end - start <= 7) {
      let value = 0;
      let scale = 1;
      for (let at = start; at < end; at++) {
        value += (this.bytes[at] & 0x7f) * scale;
        scale *= 128;
      }
      return value;
    }
    let value = 0n;
    for (let at = end - 1; at >= start; at--) value = (value << 7n) | BigInt(this.bytes[at] & 0x7f);
    return Number(BigInt.asIntN(64, value));
  }

  /** Reads an unsigned varint and moves past it. */
  private varint(): number {
    let value = 0;
    let scale = 1;
    for (let length = 0; length < 10; length++) {
      if (this.position >= this.end) throw this.ended();
      const byte = this.bytes[this.position++];
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
    throw this.damaged("has a number longer than ten bytes");
  }

  private skipValue(depth: number): void {
    switch (this.wireType) {
      case WireType.varint:
        this.varint();
        return;
      case WireType.fixed64:
        this.skip(8);
        return;
      case WireType.fixed32:
        this.skip(4);
        return;
      case WireType.bytes: {
        const length = this.varint();
        if (depth === 0) this.valueStart = this.position;
        this.skip(length);
        return;
      }
      case WireType.groupStart:
        this.skipGroup(depth);
        return;
      default:
        throw this.damaged(`has wire type ${this.wireType}, which is none of protobuf's`);
    }
  }

  /** Groups are obsolete and no field of ONNX is one; an unknown field may still be. */
  private skipGroup(depth: number): void {
    if (depth >= MAX_GROUP_DEPTH) throw this.damaged(`nests groups more than ${MAX_GROUP_DEPTH} deep`);
    const { field, wireType } = this;
    for (;;) {
      if (this.position >= this.end) throw this.ended();
      const tag = this.varint();
      if (tag % 8 === WireType.groupEnd) {
        if (Math.floor(tag / 8) !== field) throw this.damaged("has groups that end out of order");
        break;
      }
      this.wireType = tag % 8;
      this.field = Math.floor(tag / 8);
      this.skipValue(depth + 1);
    }
    this.field = field;
    this.wireType = wireType;
  }

  private skip(length: number): void {
    if (this.position + length > this.end) throw this.ended(this.position + length);
    this.position += length;
  }

  /** The error for a message that stops too early; `needed` is where it should have reached, if known. */
  protected ended(needed?: number): OnnxFormatError {
    const size = needed === undefined ? "" : `, which would end at byte ${needed}`;
    return new OnnxFormatError(
      `The model file is damaged: ${this.label} ends at byte ${this.end}, in the middle of field ${this.field}${size}.`,
    );
  }
}

/** A number as a protobuf varint. */
export function encodeVarint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) | 0x80);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return Uint8Array.from(bytes);
}

/** A length-delimited field (message, text or bytes): tag, length and content. */
export function encodeBytes(field: number, content: Uint8Array): Uint8Array {
  return concatBytes([encodeBytesHeader(field, content.length), content]);
}

/** An integer field: tag and a varint, from 0. */
export function encodeInteger(field: number, value: number): Uint8Array {
  return concatBytes([encodeVarint(field * 8 + WireType.varint), encodeVarint(value)]);
}

/** A text field. */
export function encodeText(field: number, text: string): Uint8Array {
  return encodeBytes(field, new TextEncoder().encode(text));
}

/** Tag and length of a length-delimited field whose content follows. */
export function encodeBytesHeader(field: number, length: number): Uint8Array {
  return concatBytes([encodeVarint(field * 8 + WireType.bytes), encodeVarint(length)]);
}

/** The parts one after another, in a new array. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
