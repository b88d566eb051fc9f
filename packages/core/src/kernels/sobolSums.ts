import { float64At, int32At, kernelProgram, reserve } from "./program.js";
import { rowShifter } from "./rowShifter.js";
import { tileCopies } from "./tileCopies.js";

/** Units taken at a time, so that rows and sums of a tile stay in the processor's cache. */
const TILE = 256;
const TILE_BYTES = 8 * TILE;

/** Shape of what `addSobolSamples` adds to. */
export interface SobolSumsShape {
  /** d, number of factors. */
  readonly factors: number;
  readonly secondOrder: boolean;
}

/**
 * Adds base samples of Saltelli's design, in their order, to sums in float64.
 *
 * Shapes: R = d + 2 rows of a base sample or, with second order, 2 d + 2: A, AB_1 .. AB_d, BA_1 .. BA_d, B.
 *   samples (samples)(R)(U)   activations
 *   pilot   (U)               subtracted from every activation first
 *   sums    (arrays)(U) flat  a, b, squares, nonZero, ab, first, total (d each), with second order ba (d) and pair
 * The same bits as `sobolSums.reference.ts`, however many samples come at once.
 */
export function addSobolSamples(
  { factors, secondOrder }: SobolSumsShape,
  pilot: Float64Array,
  samples: readonly (readonly (Float32Array | Float64Array)[])[],
  sums: Float64Array,
): void {
  const { addCounts, addSobolTile } = kernelProgram();
  const units = pilot.length;
  const arrays = sums.length / units;
  const rowCount = (secondOrder ? 2 : 1) * factors + 2;
  const [pilotAt, rowAt, countsAt, rowsAt, productsAt, sumsAt] = reserve(
    TILE_BYTES,
    TILE_BYTES,
    4 * TILE,
    samples.length * rowCount * TILE_BYTES,
    samples.length * TILE_BYTES,
    arrays * TILE_BYTES,
  );
  const pilots = float64At(pilotAt, TILE);
  const shift = rowShifter({ row: rowAt, pilot: pilotAt, counts: countsAt }, TILE);
  const counts = int32At(countsAt, TILE);
  const { load, store } = tileCopies(sums, units, float64At(sumsAt, arrays * TILE), TILE);
  for (let start = 0; start < units; start += TILE) {
    const end = Math.min(start + TILE, units);
    const n = end - start;
    pilots.set(pilot.subarray(start, end));
    load(start, end);
    counts.fill(0);
    let shiftedAt = rowsAt;
    for (const rows of samples) {
      for (const row of rows) {
        shift(row, start, end, shiftedAt);
        shiftedAt += TILE_BYTES;
      }
    }
    addCounts(countsAt, sumsAt + 3 * TILE_BYTES, n);
    addSobolTile(rowsAt, productsAt, sumsAt, TILE_BYTES, n, samples.length, factors, secondOrder ? 1 : 0);
    store(start, end);
  }
}
