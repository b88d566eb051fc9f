import { FileError, NonFiniteActivationError } from "../errors.js";
import type { NpyNumbers, NpyReader } from "../npy/npyReader.js";

/** Evaluations that are read in pieces, a row for each row of the design. */
export type EvaluationReader = Pick<NpyReader, "file" | "rows" | "rowLength" | "read">;

/** Rows are read in pieces of about this size. */
const PIECE_BYTES = 8 * 2 ** 20;

/**
 * Checks that a file of evaluations has a row for each row of the design.
 *
 * @param expected rows of the design
 * @param hint how the design comes to that many
 * @throws {FileError} when it has another number of rows, or rows without a number.
 */
export function requireRows(reader: EvaluationReader, expected: number, hint: string): void {
  if (reader.rows !== expected) {
    throw new FileError(
      `"${reader.file}" has ${reader.rows} rows; the design asks for ${expected}: ${hint}. Give the options that the rows were sampled with.`,
    );
  }
  if (reader.rowLength < 1) throw new FileError(`"${reader.file}" has rows without numbers.`);
}

/**
 * The evaluations of one base sample after another, each `rowsEach` rows of U values: a stream, whatever the file's size.
 *
 * @throws {NonFiniteActivationError} naming row and unit of a value that is NaN or infinite.
 */
export async function* baseSampleRows(
  reader: EvaluationReader,
  rowsEach: number,
  n: number,
): AsyncGenerator<NpyNumbers[]> {
  const units = reader.rowLength;
  const perPiece = Math.max(1, Math.floor(PIECE_BYTES / (8 * units * rowsEach)));
  for (let first = 0; first < n; first += perPiece) {
    const count = Math.min(perPiece, n - first);
    const values = await reader.read(first * rowsEach, count * rowsEach);
    requireFinite(values, first * rowsEach, reader);
    for (let sample = 0; sample < count; sample++) {
      yield Array.from({ length: rowsEach }, (_, row) => {
        const start = (sample * rowsEach + row) * units;
        return values.subarray(start, start + units);
      });
    }
  }
}

/** (U) mean of the given rows of the first base samples: the shift that keeps the digits of the sums. */
export async function pilotOf(reader: EvaluationReader, rowsEach: number, n: number): Promise<Float64Array> {
  const pilot = new Float64Array(reader.rowLength);
  const last = rowsEach - 1;
  let count = 0;
  for await (const rows of baseSampleRows(reader, rowsEach, Math.min(n, 16))) {
    for (const row of [rows[0], rows[last]]) {
      row?.forEach((value, u) => {
        pilot[u] = (pilot[u] ?? 0) + value;
      });
      count += 1;
    }
  }
  return pilot.map((sum) => sum / count);
}

function requireFinite(values: NpyNumbers, firstRow: number, reader: EvaluationReader): void {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  const row = firstRow + Math.floor(at / reader.rowLength);
  throw new NonFiniteActivationError(
    `"${reader.file}", row ${row}, unit ${at % reader.rowLength} is ${values[at]}; every evaluation has to be a finite number (rows and units count from 0).`,
  );
}
