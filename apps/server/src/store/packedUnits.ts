/** Unit numbers as one bit for each of U units, lowest bit first. */
export function packUnits(units: Uint32Array, unitCount: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.ceil(unitCount / 8));
  for (const unit of units) bytes[unit >> 3]! |= 1 << (unit & 7);
  return bytes;
}

/** What {@link packUnits} packed, ascending. */
export function unpackUnits(bytes: Uint8Array): Uint32Array {
  const units = new Uint32Array(bytes.length * 8);
  let count = 0;
  for (const [i, byte] of bytes.entries()) {
    for (let bit = 0; bit < 8; bit++) if ((byte >> bit) & 1) units[count++] = i * 8 + bit;
  }
  return units.slice(0, count);
}
