import { constants, deflateRawSync, inflateRawSync } from "node:zlib";
import type { ByteReader, ByteWriter } from "./byteStreams.js";
import { bitsAt, packBits, packedLength, unpackBits } from "./packedBits.js";

/**
 * Planes repeat a byte or have rare and frequent ones, nothing else: runs and Huffman's code find that.
 * They are small, and a small window is made sooner.
 */
const INFLATE = { windowBits: 12, chunkSize: 4096 };
const DEFLATE = { ...INFLATE, level: 1, strategy: constants.Z_RLE, memLevel: 7 };
/** How much likelier than by chance two bytes of a plane are equal where it is worth trying. */
const LEAST_REPETITION = 1.5;
const BYTE_BITS = 8;
const MOST_PLANES = 4;

/**
 * Numbers by significance, all first bytes before all second ones, each compressed by itself where that is shorter: bytes
 * of one significance are alike, and those of the lowest are often noise.
 */
export function writePlanes(out: ByteWriter, numbers: Uint32Array): void {
  let used = 0;
  for (let i = 0; i < numbers.length; i++) used |= numbers[i]!;
  const planes = Math.ceil((32 - Math.clz32(used)) / 8);
  out.byte(planes);
  for (let shift = 8 * (planes - 1); shift >= 0; shift -= 8) {
    const plane = new Uint8Array(numbers.length);
    for (let i = 0; i < plane.length; i++) plane[i] = numbers[i]! >>> shift;
    writePlane(out, plane);
  }
}

/** Four planes of which numbers are put together, the most significant bytes first. */
export type Planes = readonly [Uint8Array, Uint8Array, Uint8Array, Uint8Array];

/** Reads what {@link writePlanes} wrote; see {@link numberAt}. */
export function readPlanes(from: ByteReader, count: number): Planes {
  const planes = planeCount(from);
  const plane = (place: number) => (place < planes ? readPlane(from, count) : emptyPlane(count));
  // In this order they are written.
  return [plane(3), plane(2), plane(1), plane(0)];
}

/** The number at place i, as an int32. */
export function numberAt(planes: Planes, i: number): number {
  return (planes[0][i]! << 24) | (planes[1][i]! << 16) | (planes[2][i]! << 8) | planes[3][i]!;
}

/** The number at place i alone, as an int32, in much less time than all of them. */
export function readNumberAt(from: ByteReader, count: number, i: number): number {
  let number = 0;
  for (let planes = planeCount(from); planes > 0; planes--)
    number = (number << 8) | readByteAt(from, count, i);
  return number;
}

function planeCount(from: ByteReader): number {
  const planes = from.byte();
  if (planes <= MOST_PLANES) return planes;
  throw new RangeError(`Numbers have ${MOST_PLANES} planes at most, not ${planes}.`);
}

/**
 * Behind the number of bits of each byte, as so many bits each, or behind the number of bytes and 9 compressed, which
 * ever is shorter.
 */
export function writePlane(out: ByteWriter, plane: Uint8Array): void {
  const counts = countsOf(plane);
  const bits = 32 - Math.clz32(Math.max(0, counts.findLastIndex(Boolean)));
  const length = packedLength(plane.length, bits);
  const deflated = repeats(counts, plane.length, bits) ? deflateRawSync(plane, DEFLATE) : null;
  if (deflated && deflated.length < length) {
    out.whole(BYTE_BITS + 1 + deflated.length);
    out.bytes(deflated);
  } else {
    out.byte(bits);
    out.bytes(packBits(plane, bits));
  }
}

/** Reads what {@link writePlane} wrote. */
export function readPlane(from: ByteReader, count: number): Uint8Array {
  const how = from.whole();
  if (how <= BYTE_BITS) return unpackBits(from.bytes(packedLength(count, how)), how, count);
  return inflated(from.bytes(how - BYTE_BITS - 1), count);
}

/** The byte at place i alone. */
export function readByteAt(from: ByteReader, count: number, i: number): number {
  const how = from.whole();
  if (how <= BYTE_BITS) return bitsAt(from.bytes(packedLength(count, how)), how, i);
  return inflated(from.bytes(how - BYTE_BITS - 1), count)[i]!;
}

function inflated(deflated: Uint8Array, count: number): Uint8Array {
  const plane = inflateRawSync(deflated, { ...INFLATE, maxOutputLength: Math.max(1, count) });
  if (plane.length !== count) throw new RangeError(`A plane has ${plane.length} bytes of ${count}.`);
  return plane;
}

let zeros = new Uint8Array();

/** `count` zeros or more, not to be written to: memory is not made anew for each of thousands of channels. */
function emptyPlane(count: number): Uint8Array {
  if (zeros.length < count) zeros = new Uint8Array(count);
  return zeros;
}

function countsOf(plane: Uint8Array): Uint32Array {
  const counts = new Uint32Array(2 ** BYTE_BITS);
  for (let i = 0; i < plane.length; i++) counts[plane[i]!]!++;
  return counts;
}

function repeats(counts: Uint32Array, total: number, bits: number): boolean {
  let equalPairs = 0;
  for (let byte = 0; byte < counts.length; byte++) equalPairs += counts[byte]! * (counts[byte]! - 1);
  return bits > 0 && equalPairs > (LEAST_REPETITION * total * (total - 1)) / 2 ** bits;
}
