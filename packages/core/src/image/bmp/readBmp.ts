import { byRows, CUT_OFF, type PictureReader, UndecodableError } from "../picture.js";
import { type BmpHeader, readBmpHeader } from "./bmpHeader.js";
import { readRuns } from "./bmpRuns.js";

/**
 * Reads a BMP: 1, 4, 8, 16, 24 and 32 bits a pixel, runs, masks, rows in either order, headers of OS/2 and Windows 3 to
 * 5. Alpha is dropped. The pixels are those of Pillow, which knows less kinds of masks: k of a largest value of m is
 * floor(255 k / m).
 */
export const readBmp: PictureReader = async (bytes, checkSize) => {
  const header = readBmpHeader(bytes, checkSize);
  const { width, height, bits, hasRuns, isTopDown } = header;
  const stride = Math.ceil((width * bits) / 32) * 4;
  // The last row of some files is not filled up.
  const length = stride * (height - 1) + Math.ceil((width * bits) / 8);
  if (!hasRuns && header.offset + length > bytes.length) throw new UndecodableError(CUT_OFF);
  const colours = hasRuns ? await readRuns(bytes, header) : undefined;
  const data = new Uint8Array(3 * width * height);
  const write = colours
    ? indexedRow(header, data, (x, row) => colours[row * width + x])
    : bits <= 8
      ? indexedRow(header, data, packedIndex(bytes, header, stride))
      : colourRow(bytes, header, data, stride);
  await byRows(width, height, (row) => write(row, isTopDown ? row : height - 1 - row));
  return { width, height, channels: 3, data };
};

/** Writes a row of the file to a row of the picture. */
type RowWriter = (row: number, y: number) => void;

function packedIndex(bytes: Uint8Array, { bits, offset }: BmpHeader, stride: number) {
  const perByte = 8 / bits;
  const mask = 2 ** bits - 1;
  return (x: number, row: number) => {
    const byte = bytes[offset + row * stride + Math.floor(x / perByte)];
    return (byte >> (8 - bits * ((x % perByte) + 1))) & mask;
  };
}

function indexedRow(
  { width, palette }: BmpHeader,
  data: Uint8Array,
  indexAt: (x: number, row: number) => number,
): RowWriter {
  const count = palette.length / 3;
  return (row, y) => {
    for (let x = 0; x < width; x++) {
      const index = indexAt(x, row);
      if (index >= count) throw new UndecodableError(`a pixel has colour ${index} of a palette of ${count}`);
      const to = 3 * (y * width + x);
      data[to] = palette[3 * index];
      data[to + 1] = palette[3 * index + 1];
      data[to + 2] = palette[3 * index + 2];
    }
  };
}

function colourRow(
  bytes: Uint8Array,
  { width, bits, masks, offset }: BmpHeader,
  data: Uint8Array,
  stride: number,
): RowWriter {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bits === 24) {
    return (row, y) => {
      for (let x = 0; x < width; x++) {
        const from = offset + row * stride + 3 * x;
        for (let c = 0; c < 3; c++) data[3 * (y * width + x) + c] = bytes[from + 2 - c];
      }
    };
  }
  const channels = masks.map((mask) => {
    const shift = Math.log2((mask & -mask) >>> 0);
    return { mask, shift, most: mask >>> shift };
  });
  return (row, y) => {
    for (let x = 0; x < width; x++) {
      const at = offset + row * stride + (x * bits) / 8;
      const pixel = bits === 16 ? view.getUint16(at, true) : view.getUint32(at, true);
      for (let c = 0; c < 3; c++) {
        const { mask, shift, most } = channels[c];
        data[3 * (y * width + x) + c] = Math.floor((((pixel & mask) >>> shift) * 255) / most);
      }
    }
  };
}
