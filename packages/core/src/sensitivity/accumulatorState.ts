import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { StateFormatError } from "../errors.js";

// Layout of the bytes, all little-endian:
//   0  magic, 8 letters of the method    8  version    12 zero    32 SHA-256 of the design
//   64 CRC-32 of bytes 0 to 63 and the payload   68 zero   96 payload, float64
// The checksum is to find accidents in hundreds of megabytes while the run waits for it, so it is a quick one.
const VERSION = 3;
/** The same with a SHA-256 as checksum; runs that have such a state go on from it. */
const BEFORE = 2;
const VERSION_AT = 8;
const DESIGN_DIGEST = 32;
const CHECKSUM_AT = 64;
const PAYLOAD = 96;

/** Bytes of a stored state before its data. */
export const STATE_HEAD_BYTES = PAYLOAD;

/** What a stored state must have been taken with to be gone on from. */
export interface StateDesign {
  /** Eight letters that name the method. */
  readonly magic: string;
  /** Everything else in words and numbers. */
  readonly identity: unknown;
  readonly pilot: Float64Array;
}

/**
 * The data of an accumulator as bytes that name its design and carry a checksum: the bytes before the payload, then the
 * payload, which is no copy.
 */
export function stateParts(design: StateDesign, data: Float64Array): readonly [Uint8Array, Uint8Array] {
  const bytes = new Uint8Array(PAYLOAD);
  const payload = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  bytes.set(header(design, VERSION));
  new DataView(bytes.buffer).setUint32(CHECKSUM_AT, checksum(bytes, payload), true);
  return [bytes, payload];
}

/**
 * The data that `stateParts` was given, from both parts as one array.
 *
 * @param length values that the design's data has.
 * @param into (length) where the data is written; new memory when left out.
 * @returns (length) independent of `bytes`.
 * @throws {StateFormatError} when the bytes are foreign, truncated, damaged, of another version or of another design.
 */
export function readState(
  bytes: Uint8Array,
  design: StateDesign,
  length: number,
  into: Float64Array = new Float64Array(length),
): Float64Array {
  if (bytes.length < PAYLOAD || String.fromCharCode(...bytes.subarray(0, VERSION_AT)) !== design.magic) {
    throw new StateFormatError("These bytes are no stored state of this method; start the run afresh.");
  }
  const version = new DataView(bytes.buffer, bytes.byteOffset).getUint32(VERSION_AT, true);
  if (version !== VERSION && version !== BEFORE) {
    throw new StateFormatError(
      `The stored sums are of format ${version}; this version reads format ${VERSION}; start the run afresh.`,
    );
  }
  const expected = header(design, version);
  if (!expected.every((byte, i) => byte === bytes[i])) {
    throw new StateFormatError(
      "The stored sums belong to another design: factors, units, pilot or aggregates differ.",
    );
  }
  if (bytes.length !== PAYLOAD + 8 * length) {
    throw new StateFormatError(
      `The stored sums have ${bytes.length} bytes instead of ${PAYLOAD + 8 * length}: they are truncated or damaged.`,
    );
  }
  if (!isIntact(bytes, version)) {
    throw new StateFormatError("The stored sums are damaged: their checksum does not agree.");
  }
  new Uint8Array(into.buffer, into.byteOffset, into.byteLength).set(bytes.subarray(PAYLOAD));
  return into;
}

/** Bytes 0 to 63. */
function header({ magic, identity, pilot }: StateDesign, version: number): Uint8Array {
  const bytes = new Uint8Array(CHECKSUM_AT);
  for (let i = 0; i < magic.length; i++) bytes[i] = magic.charCodeAt(i);
  new DataView(bytes.buffer).setUint32(VERSION_AT, version, true);
  bytes.set(createHash("sha256").update(pilot).update(JSON.stringify(identity)).digest(), DESIGN_DIGEST);
  return bytes;
}

function isIntact(bytes: Uint8Array, version: number): boolean {
  const [head, payload] = [bytes.subarray(0, CHECKSUM_AT), bytes.subarray(PAYLOAD)];
  if (version === BEFORE) {
    const digest = createHash("sha256").update(head).update(payload).digest();
    return digest.equals(bytes.subarray(CHECKSUM_AT, PAYLOAD));
  }
  const stored = new DataView(bytes.buffer, bytes.byteOffset).getUint32(CHECKSUM_AT, true);
  const isEmpty = bytes.subarray(CHECKSUM_AT + 4, PAYLOAD).every((byte) => byte === 0);
  return isEmpty && checksum(bytes, payload) === stored;
}

function checksum(bytes: Uint8Array, payload: Uint8Array): number {
  return crc32(payload, crc32(bytes.subarray(0, CHECKSUM_AT)));
}
