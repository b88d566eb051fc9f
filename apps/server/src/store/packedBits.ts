/** Numbers below 2^bits as so many bits each, the first in the lowest bits of the first byte. */
export function packBits(numbers: Uint8Array, bits: number): Uint8Array {
  if (bits === 8) return numbers;
  const packed = new Uint8Array(packedLength(numbers.length, bits));
  let held = 0;
  let heldBits = 0;
  let offset = 0;
  for (let i = 0; i < numbers.length; i++) {
    held |= numbers[i]! << heldBits;
    heldBits += bits;
    if (heldBits >= 8) {
      packed[offset++] = held;
      held >>>= 8;
      heldBits -= 8;
    }
  }
  if (heldBits > 0) packed[offset] = held;
  return packed;
}

/** The `count` numbers that {@link packBits} was given. */
export function unpackBits(packed: Uint8Array, bits: number, count: number): Uint8Array {
  if (bits === 8) return packed;
  const numbers = new Uint8Array(count);
  for (let i = 0; i < count; i++) numbers[i] = bitsAt(packed, bits, i);
  return numbers;
}

/** The number at place i of those that {@link packBits} was given. */
export function bitsAt(packed: Uint8Array, bits: number, i: number): number {
  const place = i * bits;
  const first = place >>> 3;
  const next = first + 1 < packed.length ? packed[first + 1]! : 0;
  return ((packed[first]! | (next << 8)) >>> (place & 7)) & ((1 << bits) - 1);
}

/** Bytes of so many numbers. */
export function packedLength(count: number, bits: number): number {
  return Math.ceil((count * bits) / 8);
}
