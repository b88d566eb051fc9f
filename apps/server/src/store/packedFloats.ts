const BYTES = 4;

/** Values as float32, little-endian, whatever the machine; NaN stays NaN. */
export function packFloats(values: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(values.length * BYTES);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < values.length; i++) view.setFloat32(i * BYTES, values[i]!, true);
  return bytes;
}

/**
 * Reads what {@link packFloats} wrote into `out` from `offset` on.
 *
 * @throws {RangeError} when the bytes are no whole number of values, or more than `out` holds.
 */
export function unpackFloats(bytes: Uint8Array, out: Float32Array, offset = 0): void {
  const count = bytes.byteLength / BYTES;
  if (!Number.isInteger(count) || offset + count > out.length) {
    throw new RangeError(`${bytes.byteLength} bytes do not fit into ${out.length - offset} float32 values.`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = 0; i < count; i++) out[offset + i] = view.getFloat32(i * BYTES, true);
}
