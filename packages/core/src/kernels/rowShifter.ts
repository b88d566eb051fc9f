import { float32At, float64At, kernelProgram } from "./program.js";

/** Where a tile of one row is shifted, in the kernels' memory. */
export interface ShiftRoom {
  /** Room for a tile of a row, 8 bytes a unit. */
  readonly row: number;
  /** Values of a tile that are subtracted. */
  readonly pilot: number;
  /** Activations of each unit that are not 0 so far. */
  readonly counts: number;
}

/**
 * Copies units `start` .. `end` - 1 of a row into the kernels' memory, where they are widened to float64, less the pilot,
 * and counted.
 *
 * @param tile most units at a time.
 */
export function rowShifter(
  { row, pilot, counts }: ShiftRoom,
  tile: number,
): (values: Float32Array | Float64Array, start: number, end: number, shiftedAt: number) => void {
  const { shiftRow32, shiftRow64 } = kernelProgram();
  const singles = float32At(row, tile);
  const doubles = float64At(row, tile);
  return (values, start, end, shiftedAt) => {
    if (values instanceof Float32Array) {
      singles.set(values.subarray(start, end));
      shiftRow32(row, pilot, shiftedAt, counts, end - start);
    } else {
      doubles.set(values.subarray(start, end));
      shiftRow64(row, pilot, shiftedAt, counts, end - start);
    }
  };
}
