/** Length of a box's size and type. */
const BOX_HEAD = 8;
/** Most brands that are looked at. */
const MOST_BRANDS = 64;

/** Whether a file is of the HEIF family (ISO/IEC 23008-12) and names one of the brands. */
export function isHeif(...brands: readonly string[]): (bytes: Uint8Array) => boolean {
  return (bytes) => brandsOf(bytes).some((brand) => brands.includes(brand));
}

/** The brands in the order of the file, the main one first; none where it is no such file. */
function brandsOf(bytes: Uint8Array): string[] {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.length < 16 || file.toString("latin1", 4, 8) !== "ftyp") return [];
  const end = Math.min(file.readUInt32BE(0), file.length, 16 + 4 * MOST_BRANDS);
  const brands = [file.toString("latin1", 8, 12)];
  // Between the main brand and the others stands a version.
  for (let at = 16; at + 4 <= end; at += 4) brands.push(file.toString("latin1", at, at + 4));
  return brands;
}

/** Whether a box of the file is said to be longer than the file is. */
export function isAvifCutOff(bytes: Uint8Array): boolean {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at < file.length) {
    if (at + BOX_HEAD > file.length) return true;
    const size = file.readUInt32BE(at);
    // 0: to the end of the file. 1: a length of 64 bits, which no photograph needs.
    if (size < BOX_HEAD) return false;
    at += size;
  }
  return at > file.length;
}
