import { numberAt, readNumberAt, readPlanes, writePlanes } from "./bytePlanes.js";
import type { ByteReader, ByteWriter } from "./byteStreams.js";

/** How floats are written as whole numbers. */
const AS_MULTIPLES = 0;
const AS_PARTS = 1;
/** Binary places that multiples may have; of more places, parts are shorter. */
const MOST_PLACES = 30;
/** Empty bits at the end of all mantissas from which on parts are shorter. */
const LEAST_EMPTY_BITS = 16;

const SIGN = 0x80000000;
const INFINITY_BITS = 0x7f800000;
const MANTISSA_BITS = 23;
const MANTISSA = 2 ** MANTISSA_BITS - 1;
/** The last bit of a mantissa with the exponent field e is 2^(e - 150); 0 means the same as 1. */
const EXPONENT_BIAS = 150;

/**
 * Floats as whole numbers, which are few bytes where floats are rounded: as multiples of the largest power of two that all
 * are multiples of (rounded to a grid), or as sign and exponent in one number and mantissa in another (rounded to few
 * digits, or not at all). Nothing is lost but which NaN it was.
 */
export function writeFloats(out: ByteWriter, floats: Float32Array): void {
  const words = wordsOf(floats);
  const emptyBits = emptyMantissaBits(words);
  const scale = emptyBits < LEAST_EMPTY_BITS ? commonScale(words) : null;
  out.byte(scale === null ? AS_PARTS : AS_MULTIPLES);
  if (scale === null) writeParts(out, words, emptyBits);
  else writeMultiples(out, floats, scale);
}

/**
 * Reads what {@link writeFloats} wrote.
 *
 * @throws {RangeError} when the bytes are damaged.
 */
export function readFloats(from: ByteReader, count: number): Float32Array<ArrayBuffer> {
  return isMultiples(from) ? readMultiples(from, count) : readParts(from, count);
}

/**
 * The float at place i alone.
 *
 * @throws {RangeError} when the bytes are damaged.
 */
export function readFloatAt(from: ByteReader, count: number, i: number): number {
  if (isMultiples(from)) {
    const unit = 2 ** from.signed();
    return multipleOf(unit, readNumberAt(from, count, i));
  }
  const emptyBits = from.byte();
  const least = from.whole();
  const exponent = readNumberAt(from, count, i) + least;
  const word = wordOf(exponent, readNumberAt(from, count, i) << emptyBits);
  return new Float32Array(Int32Array.of(word).buffer)[0]!;
}

function isMultiples(from: ByteReader): boolean {
  const how = from.byte();
  if (how === AS_MULTIPLES || how === AS_PARTS) return how === AS_MULTIPLES;
  throw new RangeError(`Floats are written as multiples (0) or parts (1), not as ${how}.`);
}

/** NaN is 0, k multiples are 2 k + 1, or -2 k when there are less than none. */
function writeMultiples(out: ByteWriter, floats: Float32Array, scale: number): void {
  const perUnit = 2 ** -scale;
  const numbers = new Uint32Array(floats.length);
  for (let i = 0; i < floats.length; i++) {
    const multiple = floats[i]! * perUnit;
    if (Number.isNaN(multiple)) continue;
    // Signs follow no pattern that a processor could foresee, so without a branch: sign is -1 or 0.
    const sign = multiple >> 31;
    numbers[i] = 2 * ((multiple ^ sign) - sign) + 1 + sign;
  }
  out.signed(scale);
  writePlanes(out, numbers);
}

function readMultiples(from: ByteReader, count: number): Float32Array<ArrayBuffer> {
  const unit = 2 ** from.signed();
  const numbers = readPlanes(from, count);
  const floats = new Float32Array(count);
  for (let i = 0; i < count; i++) floats[i] = multipleOf(unit, numberAt(numbers, i));
  return floats;
}

function multipleOf(unit: number, number: number): number {
  const isNegative = 1 - (number & 1);
  const multiple = ((number >>> 1) ^ -isNegative) + isNegative;
  return number === 0 ? Number.NaN : multiple * unit;
}

function writeParts(out: ByteWriter, words: Uint32Array, emptyBits: number): void {
  const exponents = new Uint32Array(words.length);
  const mantissas = new Uint32Array(words.length);
  let least = 0xffffffff;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    exponents[i] = (((word >>> MANTISSA_BITS) << 1) & 0x1ff) | (word >>> 31);
    mantissas[i] = (word & MANTISSA) >>> emptyBits;
    if (exponents[i]! < least) least = exponents[i]!;
  }
  for (let i = 0; i < words.length; i++) exponents[i]! -= least;
  out.byte(emptyBits);
  out.whole(least);
  writePlanes(out, exponents);
  writePlanes(out, mantissas);
}

function readParts(from: ByteReader, count: number): Float32Array<ArrayBuffer> {
  const emptyBits = from.byte();
  const least = from.whole();
  const exponents = readPlanes(from, count);
  const mantissas = readPlanes(from, count);
  const floats = new Float32Array(count);
  const words = wordsOf(floats);
  for (let i = 0; i < count; i++) {
    words[i] = wordOf(numberAt(exponents, i) + least, numberAt(mantissas, i) << emptyBits);
  }
  return floats;
}

/** @param exponent above the sign in the lowest bit. */
function wordOf(exponent: number, mantissa: number): number {
  return (exponent << 31) | ((exponent >>> 1) << MANTISSA_BITS) | mantissa;
}

/** At the end of the mantissas of all. */
function emptyMantissaBits(words: Uint32Array): number {
  let used = 1 << MANTISSA_BITS;
  for (let i = 0; i < words.length; i++) used |= words[i]!;
  return 31 - Math.clz32(used & -used);
}

/** Exponent of the power of two that all are multiples of; null where one is -0 or infinite, or too many places are needed. */
function commonScale(words: Uint32Array): number | null {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const magnitude = word & ~SIGN;
    if (word === 0 || magnitude > INFINITY_BITS) continue;
    if (magnitude === 0 || magnitude === INFINITY_BITS) return null;
    const exponent = magnitude >>> MANTISSA_BITS;
    const mantissa = (magnitude & MANTISSA) | (exponent === 0 ? 0 : MANTISSA + 1);
    const last = Math.max(1, exponent) - EXPONENT_BIAS;
    const low = last + 31 - Math.clz32(mantissa & -mantissa);
    const high = last + 31 - Math.clz32(mantissa);
    if (low < lowest) lowest = low;
    if (high > highest) highest = high;
  }
  if (highest < lowest) return 0;
  return highest - lowest < MOST_PLACES ? lowest : null;
}

function wordsOf(floats: Float32Array): Uint32Array {
  return new Uint32Array(floats.buffer, floats.byteOffset, floats.length);
}
