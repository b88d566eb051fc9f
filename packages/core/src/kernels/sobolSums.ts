import { memoryOf } from "./sumsMemory.js";
import { TiledArray, TiledRows, TiledSums, tilesOf } from "./tiles.js";

/** Most units taken at a time, so that rows and sums of a tile stay in the processor's cache. */
const TILE = 256;

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
 * The same bits as `sobolSums.reference.ts`, however many samples come at once. Nothing is copied that lies in a memory
 * of `attachMemory`.
 */
export function addSobolSamples(
  { factors, secondOrder }: SobolSumsShape,
  pilot: Float64Array,
  samples: readonly (readonly (Float32Array | Float64Array)[])[],
  sums: Float64Array,
): void {
  const memory = memoryOf(sums);
  const { addCounts, addSobolTile } = memory.program;
  const units = pilot.length;
  const arrays = sums.length / units;
  const rowCount = (secondOrder ? 2 : 1) * factors + 2;
  const rowsInAll = samples.length * rowCount;
  const tile = memory.tileOf(8 * (2 * rowsInAll + samples.length + arrays + 2), TILE);
  const width = 8 * tile;
  const [pilotAt, tableAt, tilesAt, countsAt, rowsAt, productsAt, sumsAt] = memory.reserve(
    width,
    4 * rowsInAll,
    rowsInAll * width,
    4 * tile,
    rowsInAll * width,
    samples.length * width,
    arrays * width,
  );
  const pilots = new TiledArray(memory, pilot, pilotAt, tile);
  const rows = new TiledRows(memory, samples.flat(), tableAt, tilesAt, tile);
  const counts = new Int32Array(memory.buffer, countsAt, tile);
  const tiledSums = new TiledSums(memory, sums, units, sumsAt, tile);
  for (const [start, end] of tilesOf(units, tile)) {
    const n = end - start;
    counts.fill(0);
    rows.shiftTile(start, end, pilots.at(start, end), rowsAt, width, countsAt);
    tiledSums.change(start, end, (at, apart) => {
      addCounts(countsAt, at + 3 * apart, n);
      addSobolTile(rowsAt, productsAt, width, at, apart, n, samples.length, factors, secondOrder ? 1 : 0);
    });
  }
}
