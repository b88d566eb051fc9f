import { inflateRawSync } from "node:zlib";
import { numberAt, readByteAt, readPlane, writePlane } from "./bytePlanes.js";
import { ByteReader, ByteWriter } from "./byteStreams.js";
import { readFloatAt, readFloats, writeFloats } from "./floatPlanes.js";
import { packFloats, unpackFloats } from "./packedFloats.js";

/** The units of one channel of an index map. */
export interface ChannelUnits {
  /** (H * W) NaN where undefined. */
  readonly values: Float32Array;
  /** (H * W) */
  readonly halfWidths: Float32Array;
  /** (H * W) as packed by `packFlags`; null for measures without flags. */
  readonly flags: Uint8Array | null;
}

const HAS_FLAGS = 1;
/** How the rest is written; as it is when neither is set. No longer written since there is the second, but read. */
const IS_DEFLATED = 2;
const IN_PLANES = 4;
const FLOAT_BYTES = 4;
/** Fewer bytes are not worth the time. */
const LEAST_BYTES_IN_PLANES = 64;

/**
 * Units as bytes: one byte that tells of flags and of how the rest is written, then values, half widths and flags. Floats
 * become whole numbers (`floatPlanes.ts`), of which the bytes of one significance are compressed together
 * (`bytePlanes.ts`). Nothing is lost, and every machine reads the same.
 */
export function packChannel({ values, halfWidths, flags }: ChannelUnits): Uint8Array<ArrayBuffer> {
  const out = new ByteWriter();
  const hasFlags = flags === null ? 0 : HAS_FLAGS;
  if (values.length * (2 * FLOAT_BYTES + hasFlags) < LEAST_BYTES_IN_PLANES) {
    out.byte(hasFlags);
    out.bytes(packFloats(values));
    out.bytes(packFloats(halfWidths));
    if (flags) out.bytes(flags);
    return out.take();
  }
  out.byte(IN_PLANES | hasFlags);
  out.whole(values.length);
  writeFloats(out, values);
  writeFloats(out, halfWidths);
  if (flags) writePlane(out, flags);
  return out.take();
}

/**
 * Reads what {@link packChannel} wrote, now or before.
 *
 * @throws {Error} when the bytes are damaged.
 */
export function unpackChannel(packed: Uint8Array): ChannelUnits {
  const kind = packed[0] ?? 0;
  const hasFlags = (kind & HAS_FLAGS) !== 0;
  const body = packed.subarray(1);
  if (kind & IN_PLANES) return readUnits(body, hasFlags);
  const isDeflated = (kind & IS_DEFLATED) !== 0;
  const units = isDeflated ? inflateRawSync(body) : body;
  const count = units.length / (2 * FLOAT_BYTES + Number(hasFlags));
  if (packed.length === 0 || !Number.isInteger(count)) {
    throw new Error(`A stored channel of ${units.length} bytes is no whole number of units.`);
  }
  const read = isDeflated ? floatsOfPlanes : floatsOf;
  const ends = [FLOAT_BYTES * count, 2 * FLOAT_BYTES * count] as const;
  return {
    values: read(units.subarray(0, ends[0])),
    halfWidths: read(units.subarray(...ends)),
    flags: hasFlags ? Uint8Array.from(units.subarray(ends[1])) : null,
  };
}

/** One unit of a channel. */
export interface ChannelUnit {
  /** NaN where undefined. */
  readonly value: number;
  readonly halfWidth: number;
  /** As packed by `packFlags`; null for measures without flags. */
  readonly flags: number | null;
}

/**
 * The unit at place i of what {@link packChannel} wrote, in much less time than all of them.
 *
 * @throws {Error} when the bytes are damaged.
 */
export function unpackUnit(packed: Uint8Array, i: number): ChannelUnit {
  const kind = packed[0] ?? 0;
  if (!(kind & IN_PLANES)) {
    const { values, halfWidths, flags } = unpackChannel(packed);
    return { value: values[i]!, halfWidth: halfWidths[i]!, flags: flags && flags[i]! };
  }
  const from = new ByteReader(packed.subarray(1));
  const count = from.whole();
  return {
    value: readFloatAt(from, count, i),
    halfWidth: readFloatAt(from, count, i),
    flags: kind & HAS_FLAGS ? readByteAt(from, count, i) : null,
  };
}

function readUnits(body: Uint8Array, hasFlags: boolean): ChannelUnits {
  const from = new ByteReader(body);
  const count = from.whole();
  return {
    values: readFloats(from, count),
    halfWidths: readFloats(from, count),
    flags: hasFlags ? Uint8Array.from(readPlane(from, count)) : null,
  };
}

function floatsOf(bytes: Uint8Array): Float32Array {
  const floats = new Float32Array(bytes.length / FLOAT_BYTES);
  unpackFloats(bytes, floats);
  return floats;
}

/** Of bytes by significance, the first bytes of all before the second ones. */
function floatsOfPlanes(bytes: Uint8Array): Float32Array {
  const count = bytes.length / FLOAT_BYTES;
  const plane = (place: number) => bytes.subarray(place * count, (place + 1) * count);
  const planes = [plane(0), plane(1), plane(2), plane(3)] as const;
  const words = new Uint32Array(count);
  for (let i = 0; i < count; i++) words[i] = numberAt(planes, i);
  return new Float32Array(words.buffer);
}
