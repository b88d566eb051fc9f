import { memoryOf } from "./sumsMemory.js";
import { TiledArray, TiledRows, TiledSums, tilesOf } from "./tiles.js";

/** Most units taken at a time, so that rows and sums of a tile stay in the processor's cache. */
const TILE = 256;

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
 * The same bits as `trajectorySums.reference.ts`, however many trajectories come at once. Nothing is copied that lies in
 * a memory of `attachMemory`.
 */
export function addTrajectories(
  factors: number,
  pilot: Float64Array,
  samples: readonly TrajectorySample[],
  sums: Float64Array,
): void {
  const memory = memoryOf(sums);
  const { addCounts, addTrajectoryTile } = memory.program;
  const units = pilot.length;
  const arrays = sums.length / units;
  const tile = memory.tileOf(8 * (2 * (factors + 1) + arrays + 3), TILE);
  const width = 8 * tile;
  const [pilotAt, zeroAt, tableAt, tilesAt, countsAt, orderAt, rowsAt, sumsAt] = memory.reserve(
    width,
    width,
    4 * (factors + 1),
    (factors + 1) * width,
    4 * tile,
    4 * factors,
    (factors + 1) * width,
    arrays * width,
  );
  const pilots = new TiledArray(memory, pilot, pilotAt, tile);
  // Widened only: differences of float32 values are exact in float64 where a shift would round.
  new Float64Array(memory.buffer, zeroAt, tile).fill(0);
  const trajectories = samples.map(({ rows, order }) => ({
    rows: new TiledRows(memory, rows, tableAt, tilesAt, tile),
    order,
  }));
  const counts = new Int32Array(memory.buffer, countsAt, tile);
  const moves = new Int32Array(memory.buffer, orderAt, factors);
  const tiledSums = new TiledSums(memory, sums, units, sumsAt, tile);
  for (const [start, end] of tilesOf(units, tile)) {
    const n = end - start;
    const shift = pilots.at(start, end);
    counts.fill(0);
    tiledSums.change(start, end, (at, apart) => {
      for (const { rows, order } of trajectories) {
        rows.shiftTile(start, end, zeroAt, rowsAt, width, countsAt);
        moves.set(order);
        addTrajectoryTile(rowsAt, shift, orderAt, width, at, apart, n, factors);
      }
      addCounts(countsAt, at + 3 * apart, n);
    });
  }
}
