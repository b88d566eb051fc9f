import { memoryOf } from "./sumsMemory.js";
import { TiledArray, tilesOf } from "./tiles.js";

/** Most units taken at a time, so that what is made of them stays in the processor's cache. */
const TILE = 1024;

/** Units that are added up besides. */
export interface Range {
  readonly first: number;
  readonly count: number;
}

/** A numerator U of a block and the moments that it is added to. */
export interface RatioTerms {
  /** (U) one to three arrays: U is the first less the others. */
  readonly terms: readonly Float64Array[];
  /** (U) sum of U^2, and of U V. */
  readonly uu: Float64Array;
  readonly uv: Float64Array;
  /** (ranges) receives the sum of U over each range. */
  readonly inRanges: Float64Array;
}

/**
 * Adds the products of numerators and one denominator V to their moments over blocks, and sums them over ranges of units.
 * Sums over ranges are of fixed order: see `sumOf` of `assembly/moments.ts`.
 *
 * @param denominator (U) V; its moment is that of a ratio with V as numerator
 */
export function addRatioMoments(
  ratios: readonly RatioTerms[],
  denominator: Float64Array,
  ranges: readonly Range[],
): void {
  const memory = memoryOf(ratios[0].uu);
  const { addRatio, sumOf } = memory.program;
  const units = denominator.length;
  const tile = memory.tileOf(8 * 7, TILE);
  const width = 8 * tile;
  const [vAt, uAt, uuAt, uvAt, ...termsAt] = memory.reserve(width, width, width, width, width, width, width);
  const tiled = (array: Float64Array, at: number) => new TiledArray(memory, array, at, tile);
  const v = tiled(denominator, vAt);
  const numerators = ratios.map(({ terms, uu, uv, inRanges }) => ({
    terms: terms.map((array, i) => tiled(array, termsAt[i])),
    uu: tiled(uu, uuAt),
    uv: tiled(uv, uvAt),
    inRanges: inRanges.fill(0),
  }));
  for (const [start, end] of tilesOf(units, tile)) {
    const parts = partsWithin(ranges, start, end);
    const denominators = v.at(start, end);
    for (const { terms, uu, uv, inRanges } of numerators) {
      const [whole, less = 0, lessToo = 0] = terms.map((term) => term.at(start, end));
      addRatio(whole, less, lessToo, denominators, uAt, uu.at(start, end), uv.at(start, end), end - start);
      uu.store(start, end);
      uv.store(start, end);
      for (const { range, from, count } of parts) inRanges[range] += sumOf(uAt + 8 * from, count);
    }
  }
}

/** The parts of ranges within a tile, `from` counted from its start. */
function partsWithin(ranges: readonly Range[], start: number, end: number) {
  return ranges.flatMap(({ first, count }, range) => {
    const from = Math.max(first, start);
    const to = Math.min(first + count, end);
    return from < to ? [{ range, from: from - start, count: to - from }] : [];
  });
}
