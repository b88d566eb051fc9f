import { createHash } from "node:crypto";
import { StateFormatError } from "../errors.js";
import type { UnitRange } from "./aggregates.js";
import type { SobolLayout } from "./sobolLayout.js";

// Layout of the bytes, all little-endian:
//   0  magic "UNITSOBL"    8  version   12 factors   16 second order (0, 1)   20 units   24 aggregates   28 zero
//   32 SHA-256 of pilot and aggregates   64 SHA-256 of bytes 0 to 63 and the payload   96 payload, float64
const MAGIC = "UNITSOBL";
const VERSION = 1;
const DESIGN_DIGEST = 32;
const DIGEST = 64;
const PAYLOAD = 96;

/** What a stored state must have been taken with to be gone on from. */
export interface StateDesign {
  readonly layout: SobolLayout;
  readonly pilot: Float64Array;
  readonly aggregates: readonly UnitRange[];
}

/** The data of an accumulator as bytes that name its design and carry a checksum. */
export function writeSobolState(design: StateDesign, data: Float64Array): Uint8Array {
  const bytes = new Uint8Array(PAYLOAD + data.byteLength);
  bytes.set(header(design));
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), PAYLOAD);
  bytes.set(checksum(bytes), DIGEST);
  return bytes;
}

/**
 * The data that `writeSobolState` was given.
 *
 * @param length values that the design's data has.
 * @returns (length) a copy, independent of `bytes`.
 * @throws {StateFormatError} when the bytes are foreign, truncated, damaged, of another version or of another design.
 */
export function readSobolState(bytes: Uint8Array, design: StateDesign, length: number): Float64Array {
  if (bytes.length < PAYLOAD || String.fromCharCode(...bytes.subarray(0, MAGIC.length)) !== MAGIC) {
    throw new StateFormatError("These bytes are no stored state of Sobol' sums; start the run afresh.");
  }
  const version = new DataView(bytes.buffer, bytes.byteOffset).getUint32(MAGIC.length, true);
  if (version !== VERSION) {
    throw new StateFormatError(
      `The stored sums are of format ${version}; this version reads format ${VERSION}.`,
    );
  }
  const expected = header(design);
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
  if (!checksum(bytes).every((byte, i) => byte === bytes[DIGEST + i])) {
    throw new StateFormatError("The stored sums are damaged: their checksum does not agree.");
  }
  const payload = new Uint8Array(8 * length);
  payload.set(bytes.subarray(PAYLOAD));
  return new Float64Array(payload.buffer);
}

/** Bytes 0 to 63. */
function header({ layout, pilot, aggregates }: StateDesign): Uint8Array {
  const bytes = new Uint8Array(DIGEST);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < MAGIC.length; i++) bytes[i] = MAGIC.charCodeAt(i);
  const numbers = [VERSION, layout.factors, layout.secondOrder ? 1 : 0, layout.units, aggregates.length];
  for (const [i, value] of numbers.entries()) view.setUint32(MAGIC.length + 4 * i, value, true);
  const ranges = Float64Array.from(aggregates.flatMap(({ first, count }) => [first, count]));
  bytes.set(createHash("sha256").update(pilot).update(ranges).digest(), DESIGN_DIGEST);
  return bytes;
}

function checksum(bytes: Uint8Array): Uint8Array {
  return createHash("sha256").update(bytes.subarray(0, DIGEST)).update(bytes.subarray(PAYLOAD)).digest();
}
