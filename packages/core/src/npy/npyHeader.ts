import { FileError } from "../errors.js";

/** Number types that are read and written; little-endian. */
export type NpyType = "float32" | "float64";

/** Types that are only written: truth values, a byte each. */
export type WrittenNpyType = NpyType | "bool";

/** What stands before the numbers of a .npy file. */
export interface NpyHeader {
  readonly type: NpyType;
  readonly shape: readonly number[];
  /** Bytes before the first number. */
  readonly byteLength: number;
}

const MAGIC = Buffer.from("\x93NUMPY", "latin1");
/** numpy.lib.format pads the header so that the numbers start at a multiple of this. */
const ALIGNMENT = 64;
const DESCRIPTIONS: Readonly<Record<WrittenNpyType, string>> = {
  float32: "<f4",
  float64: "<f8",
  bool: "|b1",
};
const READ: readonly NpyType[] = ["float32", "float64"];
/** Bytes of magic, version and header length, version 2 and 3. */
export const LONGEST_PREFIX = 12;

/** Bytes of one number. */
export function numberBytes(type: NpyType): number {
  return type === "float32" ? 4 : 8;
}

/**
 * How many bytes of a file the whole header takes.
 *
 * @param start the first `LONGEST_PREFIX` bytes of the file
 * @throws {FileError} when the file is no .npy file of version 1, 2 or 3.
 */
export function headerLength(start: Buffer, file: string): number {
  if (start.length < 10 || !start.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw new FileError(`"${file}" is no .npy file; write one with numpy.save.`);
  }
  const version = start[6];
  if (version === 1) return 10 + start.readUInt16LE(8);
  if ((version === 2 || version === 3) && start.length >= LONGEST_PREFIX) return 12 + start.readUInt32LE(8);
  throw new FileError(`"${file}" is a .npy file of version ${version}; versions 1 to 3 are read.`);
}

/**
 * Reads the header: a Python dictionary with descr, fortran_order and shape (NEP 1).
 *
 * @param bytes the first `headerLength` bytes of the file
 * @throws {FileError} when the numbers are of another type or order than is read.
 */
export function parseNpyHeader(bytes: Buffer, file: string): NpyHeader {
  const text = bytes.toString("latin1");
  const description = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const shapeText = /'shape'\s*:\s*\(([^)]*)\)/.exec(text)?.[1];
  if (description === undefined && text.includes("descr")) {
    throw new FileError(`"${file}" holds records; an array of float32 or float64 is expected.`);
  }
  if (description === undefined || order === undefined || shapeText === undefined) {
    throw new FileError(`"${file}" has a damaged .npy header; write it again with numpy.save.`);
  }
  const type = READ.find((t) => DESCRIPTIONS[t] === description);
  if (type === undefined) {
    throw new FileError(
      `"${file}" holds numbers of type ${description}; expected <f4 or <f8: save it with .astype(numpy.${castFor(description)}).`,
    );
  }
  const shape = shapeText
    .split(",")
    .map((axis) => axis.trim())
    .filter((axis) => axis !== "")
    .map(Number);
  if (order === "True" && shape.length > 1) {
    throw new FileError(
      `"${file}" is in Fortran order; rows must lie one after another: save numpy.ascontiguousarray of it.`,
    );
  }
  return { type, shape, byteLength: bytes.length };
}

/** What a type is to be saved as: float32 where it holds every value of it, which it does not of long whole numbers. */
function castFor(description: string): NpyType {
  return /^(\|[iu]1|\|b1|[<>=][iu]2|[<>=]f[24])$/.test(description) ? "float32" : "float64";
}

/** The bytes that numpy writes before numbers of this type and shape; version 1. */
export function encodeNpyHeader(type: WrittenNpyType, shape: readonly number[]): Buffer {
  const axes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const dictionary = `{'descr': '${DESCRIPTIONS[type]}', 'fortran_order': False, 'shape': (${axes}), }`;
  const unpadded = 10 + dictionary.length + 1;
  const length = Math.ceil(unpadded / ALIGNMENT) * ALIGNMENT;
  const header = Buffer.alloc(length, " ");
  MAGIC.copy(header);
  header[6] = 1;
  header[7] = 0;
  header.writeUInt16LE(length - 10, 8);
  header.write(dictionary, 10, "latin1");
  header[length - 1] = 0x0a;
  return header;
}
