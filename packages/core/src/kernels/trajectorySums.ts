import { float64At, int32At, kernelProgram, reserve } from "./program.js";
import { rowShifter } from "./rowShifter.js";
import { tileCopies } from "./tileCopies.js";

/** Units taken at a time, so that rows and sums of a tile stay in the processor's cache. */
const TILE = 256;
const TILE_BYTES = 8 * TILE;

/** One trajectory. */
export interface TrajectorySample {
  /** (d + 1)(U) activations: z_0 = x .. z_d = y. */
  readonly rows: readonly (Float32Array | Float64Array)[];
  /** (d) the factor that moves at each step. */
  readonly order: readonly number[];
}

/**
 * Adds trajectories, in their order, to sums in float64.
 *
 * Shapes:
 *   pilot  (U)               subtracted from every activation where the sums ask for it
 *   sums   (5 + 4 d)(U) flat x, y, squares, nonZero, spread, then shapley, total, first, firstLevel (d each)
 * The same bits as `trajectorySums.reference.ts`, however many trajectories come at once.
 */
export function addTrajectories(
  factors: number,
  pilot: Float64Array,
  samples: readonly TrajectorySample[],
  sums: Float64Array,
): void {
  const { addCounts, addTrajectoryTile } = kernelProgram();
  const units = pilot.length;
  const arrays = sums.length / units;
  const [pilotAt, zeroAt, rowAt, countsAt, orderAt, rowsAt, sumsAt] = reserve(
    TILE_BYTES,
    TILE_BYTES,
    TILE_BYTES,
    4 * TILE,
    4 * factors,
    (factors + 1) * TILE_BYTES,
    arrays * TILE_BYTES,
  );
  const pilots = float64At(pilotAt, TILE);
  float64At(zeroAt, TILE).fill(0);
  // Widened only: differences of float32 values are exact in float64 where a shift would round.
  const widen = rowShifter({ row: rowAt, pilot: zeroAt, counts: countsAt }, TILE);
  const counts = int32At(countsAt, TILE);
  const moves = int32At(orderAt, factors);
  const { load, store } = tileCopies(sums, units, float64At(sumsAt, arrays * TILE), TILE);
  for (let start = 0; start < units; start += TILE) {
    const end = Math.min(start + TILE, units);
    const n = end - start;
    pilots.set(pilot.subarray(start, end));
    load(start, end);
    counts.fill(0);
    for (const { rows, order } of samples) {
      for (let r = 0; r <= factors; r++) widen(rows[r], start, end, rowsAt + r * TILE_BYTES);
      moves.set(order);
      addTrajectoryTile(rowsAt, pilotAt, orderAt, sumsAt, TILE_BYTES, n, factors);
    }
    addCounts(countsAt, sumsAt + 3 * TILE_BYTES, n);
    store(start, end);
  }
}
