import { CUT_OFF, UndecodableError } from "../picture.js";

/** What the head of a BMP says. */
export interface BmpHeader {
  readonly width: number;
  readonly height: number;
  /** Whether the first row of the file is the upper one. */
  readonly isTopDown: boolean;
  /** Of a pixel: 1, 4, 8, 16, 24 or 32. */
  readonly bits: number;
  /** Whether pixels are written as runs. */
  readonly hasRuns: boolean;
  /** Bits of red, green and blue in a pixel of 16 or 32 bits. */
  readonly masks: readonly [number, number, number];
  /** Red, green and blue of every colour, one after the other; empty where pixels are colours themselves. */
  readonly palette: Uint8Array;
  /** Where the pixels begin, bytes. */
  readonly offset: number;
}

const FILE_HEADER = 14;
/** Lengths of the second header: OS/2 1, Windows 3 with and without masks, OS/2 2, Windows 4 and 5. */
const OS2_1 = 12;
const OS2_2 = 64;
const MASKS_INSIDE = [52, 56, 108, 124];
const HEADERS = [OS2_1, 40, OS2_2, ...MASKS_INSIDE].sort((a, b) => a - b);
const COMPRESSIONS = ["none", "RLE8", "RLE4", "BITFIELDS", "JPEG", "PNG", "ALPHABITFIELDS"];
/** Bits of a pixel that each compression is defined for. */
const BITS_OF: Readonly<Record<string, readonly number[]>> = {
  none: [1, 4, 8, 16, 24, 32],
  RLE8: [8],
  RLE4: [4],
  BITFIELDS: [16, 32],
  ALPHABITFIELDS: [16, 32],
};

/**
 * Reads the headers and the palette of a BMP.
 *
 * @param checkSize told width and height once they are known; throws when that is too large
 * @throws {UndecodableError} with the reason.
 */
export function readBmpHeader(
  bytes: Uint8Array,
  checkSize: (width: number, height: number) => void,
): BmpHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  need(view, FILE_HEADER + 4);
  const length = view.getUint32(FILE_HEADER, true);
  if (!HEADERS.includes(length)) {
    throw new UndecodableError(`its header has ${length} bytes; ${HEADERS.join(", ")} are read`);
  }
  need(view, FILE_HEADER + length);
  const isOld = length === OS2_1;
  const width = isOld ? view.getUint16(18, true) : view.getInt32(18, true);
  const signedHeight = isOld ? view.getUint16(20, true) : view.getInt32(22, true);
  const height = Math.abs(signedHeight);
  if (width <= 0 || height === 0) throw new UndecodableError(`its size is ${width}x${signedHeight}`);
  checkSize(width, height);
  const bits = view.getUint16(isOld ? 24 : 28, true);
  const number = isOld ? 0 : view.getUint32(30, true);
  // OS/2 gives other methods the same numbers.
  const compression = length === OS2_2 && number > 2 ? undefined : COMPRESSIONS[number];
  const fitting = BITS_OF[compression ?? ""];
  if (fitting === undefined) {
    throw new UndecodableError(
      `its compression is ${compression ?? `number ${number}`}; ${Object.keys(BITS_OF).join(", ")} are read`,
    );
  }
  if (!fitting.includes(bits)) {
    const as = compression === "none" ? "" : ` with the compression ${compression}`;
    throw new UndecodableError(`it has ${bits} bits a pixel${as}; ${fitting.join(", ")} are read`);
  }
  const hasMasks = compression?.endsWith("BITFIELDS") ?? false;
  const masksAt = FILE_HEADER + 40;
  const masksBehind = hasMasks && length === 40 ? (compression === "BITFIELDS" ? 12 : 16) : 0;
  const headersEnd = FILE_HEADER + length + masksBehind;
  need(view, headersEnd);
  const offset = view.getUint32(10, true);
  if (offset < headersEnd) {
    throw new UndecodableError(`its pixels are said to begin at byte ${offset}, inside its header`);
  }
  need(view, offset);
  return {
    width,
    height,
    isTopDown: signedHeight < 0,
    bits,
    hasRuns: compression?.startsWith("RLE") ?? false,
    masks: hasMasks
      ? masksOf(view, masksAt, bits)
      : bits === 16
        ? [0x7c00, 0x3e0, 0x1f]
        : [0xff0000, 0xff00, 0xff],
    palette: bits > 8 ? new Uint8Array(0) : paletteOf(view, headersEnd, offset, bits, isOld),
    offset,
  };
}

function need(view: DataView, end: number): void {
  if (view.byteLength < end) throw new UndecodableError(CUT_OFF);
}

function masksOf(view: DataView, at: number, bits: number): [number, number, number] {
  const masks = [0, 4, 8].map((more) => view.getUint32(at + more, true));
  for (const mask of masks) {
    const ones = mask / ((mask & -mask) >>> 0);
    if (mask === 0 || mask >= 2 ** bits || (ones & (ones + 1)) !== 0) {
      const shown = masks.map((own) => `0x${own.toString(16)}`).join(", ");
      throw new UndecodableError(
        `its masks of red, green and blue are ${shown}; each has to be bits in a row`,
      );
    }
  }
  return masks as [number, number, number];
}

/** Red, green and blue of the colours that stand between the headers and the pixels. */
function paletteOf(view: DataView, start: number, end: number, bits: number, isOld: boolean): Uint8Array {
  const size = isOld ? 3 : 4;
  const used = isOld ? 0 : view.getUint32(46, true);
  const count = Math.min(2 ** bits, used || 2 ** bits, Math.floor((end - start) / size));
  if (count === 0) throw new UndecodableError("it has no palette");
  const palette = new Uint8Array(3 * count);
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < 3; c++) palette[3 * i + c] = view.getUint8(start + size * i + 2 - c);
  }
  return palette;
}
