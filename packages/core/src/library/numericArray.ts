import { ShapeError } from "../errors.js";
import { NpyReader } from "../npy/npyReader.js";

/** Numbers with their shape, the last axis fastest: as a NumPy array in C order. */
export interface NumericArray {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array;
}

/** An array that is read in pieces: rows are the entries of its first axis. */
export type RowReader = Pick<NpyReader, "file" | "shape" | "rows" | "rowLength" | "read">;

/**
 * Lets work read an array, or the .npy file of one, row by row.
 *
 * @param what the array's part in the work, for messages
 * @throws {FileError} when the file is no .npy file of float32 or float64 in C order.
 * @throws {ShapeError} when the array has not as many numbers as its shape says.
 */
export async function withRows<T>(
  source: string | NumericArray,
  what: string,
  work: (rows: RowReader) => Promise<T>,
): Promise<T> {
  if (typeof source !== "string") return work(rowsOf(source, what));
  const reader = await NpyReader.open(source, what);
  try {
    return await work(reader);
  } finally {
    await reader.close();
  }
}

function rowsOf({ shape, data }: NumericArray, what: string): RowReader {
  const product = (axes: readonly number[]) => axes.reduce((all, axis) => all * axis, 1);
  if (product(shape) !== data.length) {
    throw new ShapeError(
      `The ${what} is [${shape}], but has ${data.length} numbers in place of ${product(shape)}.`,
    );
  }
  const rowLength = product(shape.slice(1));
  return {
    file: what,
    shape,
    rows: shape[0] ?? 1,
    rowLength,
    read: async (first, count) => data.subarray(first * rowLength, (first + count) * rowLength),
  };
}
