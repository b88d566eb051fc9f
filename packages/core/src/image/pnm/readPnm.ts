import { byRows, CUT_OFF, type PictureReader, UndecodableError } from "../picture.js";
import { roundHalfEven } from "../roundHalfEven.js";
import { type PnmHeader, PnmText, readPnmHeader } from "./pnmHeader.js";

/**
 * Reads the first picture of a PBM, PGM, PPM (in text and binary) or PAM. A value k of a largest value m becomes
 * 255 k / m, rounded to even, as Pillow does for colour; for grey of more than 8 bits, too, which Pillow clips.
 */
export const readPnm: PictureReader = async (bytes, checkSize) => {
  const header = readPnmHeader(bytes);
  const { width, height, channels, coding } = header;
  checkSize(width, height);
  if (header.offset + shortest(header) > bytes.length) throw new UndecodableError(CUT_OFF);
  const data = new Uint8Array(width * height * channels);
  const levels = levelsOf(header);
  const row = { text: textRow, bits: bitRow, bytes: byteRow }[coding](bytes, header);
  const values = width * channels;
  await byRows(values, height, (y) => {
    const read = row(y);
    for (let i = 0; i < values; i++) data[y * values + i] = levels[read(i)];
  });
  return { width, height, channels, data };
};

/** The fewest bytes that the values can take. */
function shortest({ width, height, channels, coding, most, isInverted }: PnmHeader): number {
  if (coding === "bits") return height * Math.ceil(width / 8);
  const values = width * height * channels;
  if (coding === "bytes") return most > 255 ? 2 * values : values;
  // In text a digit each, and spaces between them unless they are bits.
  return isInverted ? values : 2 * values - 1;
}

/** The 8-bit level of every value; of values above the largest one, too, which binary files may have. */
function levelsOf({ most, isInverted }: PnmHeader): Uint8Array {
  const count = most > 255 ? 65_536 : 256;
  return Uint8Array.from({ length: count }, (_, value) => {
    const level = Math.min(255, roundHalfEven((value / most) * 255));
    return isInverted ? 255 - level : level;
  });
}

/** Gives what reads the values of a row, in their order. */
type RowReader = (bytes: Uint8Array, header: PnmHeader) => (y: number) => (i: number) => number;

const textRow: RowReader = (bytes, { most, isInverted, offset }) => {
  const text = new PnmText(bytes, offset - 1);
  const next = () => {
    if (isInverted) return text.bit();
    const value = text.number();
    if (value > most)
      throw new UndecodableError(`it has the value ${value}; the largest is said to be ${most}`);
    return value;
  };
  return () => next;
};

const bitRow: RowReader = (bytes, { width, offset }) => {
  const stride = Math.ceil(width / 8);
  return (y) => (i) => (bytes[offset + y * stride + (i >> 3)] >> (7 - (i & 7))) & 1;
};

const byteRow: RowReader = (bytes, { width, channels, most, offset }) => {
  const values = width * channels;
  if (most <= 255) return (y) => (i) => bytes[offset + y * values + i];
  return (y) => (i) => {
    const at = offset + 2 * (y * values + i);
    return (bytes[at] << 8) | bytes[at + 1];
  };
};
