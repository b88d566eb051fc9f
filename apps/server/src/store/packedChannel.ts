import { promisify } from "node:util";
import { constants, deflateRaw, inflateRawSync } from "node:zlib";

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
const IS_DEFLATED = 2;
const FLOAT_BYTES = 4;
/** Fewer bytes are not worth the time. */
const LEAST_DEFLATED = 64;
/** Kept values have few significant digits: the fastest level finds what there is to find. */
const LEVEL = constants.Z_BEST_SPEED;

const deflate = promisify(deflateRaw);

/**
 * Units as bytes: one byte that tells of flags and compression, then values, half widths and flags. When compressed,
 * the floats lie by significance, all first bytes before all second ones, so that equal exponents and empty last
 * bytes stand side by side. Little-endian whatever the machine.
 */
export async function packChannel({
  values,
  halfWidths,
  flags,
}: ChannelUnits): Promise<Uint8Array<ArrayBuffer>> {
  const count = values.length;
  const hasFlags = flags === null ? 0 : HAS_FLAGS;
  const length = count * (2 * FLOAT_BYTES + hasFlags);
  if (length < LEAST_DEFLATED) {
    const plain = new Uint8Array(1 + length);
    plain[0] = hasFlags;
    const view = new DataView(plain.buffer, 1);
    for (let i = 0; i < count; i++) {
      view.setFloat32(FLOAT_BYTES * i, values[i]!, true);
      view.setFloat32(FLOAT_BYTES * (count + i), halfWidths[i]!, true);
    }
    if (flags) plain.set(flags, 1 + 2 * FLOAT_BYTES * count);
    return plain;
  }
  const planes = new Uint8Array(length);
  writePlanes(values, planes, 0);
  writePlanes(halfWidths, planes, FLOAT_BYTES * count);
  if (flags) planes.set(flags, 2 * FLOAT_BYTES * count);
  const deflated = await deflate(planes, { level: LEVEL });
  const packed = new Uint8Array(1 + deflated.length);
  packed[0] = IS_DEFLATED | hasFlags;
  packed.set(deflated, 1);
  return packed;
}

/**
 * Reads what {@link packChannel} wrote.
 *
 * @throws {Error} when the bytes are damaged.
 */
export function unpackChannel(packed: Uint8Array): ChannelUnits {
  const kind = packed[0] ?? 0;
  const isDeflated = (kind & IS_DEFLATED) !== 0;
  const body = isDeflated ? inflateRawSync(packed.subarray(1)) : packed.subarray(1);
  const unitBytes = 2 * FLOAT_BYTES + (kind & HAS_FLAGS);
  const count = body.length / unitBytes;
  if (packed.length === 0 || !Number.isInteger(count)) {
    throw new Error(`A stored channel of ${body.length} bytes is no whole number of units.`);
  }
  const read = isDeflated ? readPlanes : readFloats;
  return {
    values: read(body, 0, count),
    halfWidths: read(body, FLOAT_BYTES * count, count),
    flags: kind & HAS_FLAGS ? Uint8Array.from(body.subarray(2 * FLOAT_BYTES * count)) : null,
  };
}

function writePlanes(floats: Float32Array, out: Uint8Array, offset: number): void {
  const bits = new Uint32Array(floats.buffer, floats.byteOffset, floats.length);
  const count = bits.length;
  for (let i = 0; i < count; i++) {
    const word = bits[i]!;
    out[offset + i] = word >>> 24;
    out[offset + count + i] = word >>> 16;
    out[offset + 2 * count + i] = word >>> 8;
    out[offset + 3 * count + i] = word;
  }
}

function readPlanes(bytes: Uint8Array, offset: number, count: number): Float32Array {
  const bits = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    bits[i] =
      (bytes[offset + i]! << 24) |
      (bytes[offset + count + i]! << 16) |
      (bytes[offset + 2 * count + i]! << 8) |
      bytes[offset + 3 * count + i]!;
  }
  return new Float32Array(bits.buffer);
}

function readFloats(bytes: Uint8Array, offset: number, count: number): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, FLOAT_BYTES * count);
  return Float32Array.from({ length: count }, (_, i) => view.getFloat32(FLOAT_BYTES * i, true));
}
