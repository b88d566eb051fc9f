import { addAggregateParts } from "./aggregates.js";
import {
  type BlockTotals,
  type Estimate,
  effectiveBlocks,
  halfWidthFactor,
  newEstimate,
} from "./blockEstimates.js";
import { partOf, type UnitLayout, type UnitSums } from "./sumsBlock.js";

/** [s] the ratios of every unit and of every aggregate; each array has memory of its own. */
export interface RatioEstimates {
  readonly units: readonly Estimate[];
  readonly aggregates: readonly Estimate[];
  /** (U) blocks that carry the denominator. */
  readonly effectiveBlocks: Float64Array;
}

/**
 * Prepares N times the numerators of some units about the centre that the method asks for.
 *
 * @param part the sums of these units alone, as `partOf` gives them.
 * @param start the first of them.
 * @returns writes those of ratio s into the head of `out`; good until the next units are prepared.
 */
export type CentredNumerators<S> = (part: S, start: number) => (s: number, out: Float64Array) => void;

/** Units taken at a time, so that what is made of them on the way stays in the processor's cache. */
const CHUNK = 2048;

/** Arrays with room for one number of each of the units that are taken at a time. */
export function chunkArrays(count: number, units: number): Float64Array[] {
  return newArrays(count, Math.min(CHUNK, units));
}

/** What the ratios of some units, or of all aggregates, have in common: arrays over these. */
interface Denominators {
  /** N times the denominators; NaN where a ratio is undefined. */
  readonly scale: Float64Array;
  /** Sum of V over the blocks, and of its square. */
  readonly v: Float64Array;
  readonly vv: Float64Array;
  /** `halfWidthFactor` of the effective blocks. */
  readonly factors: Float64Array;
  /** B. */
  readonly blocks: number;
}

/** What one ratio of each has to itself. */
interface Numerators {
  /** N times the numerators about the centre. */
  readonly centred: Float64Array;
  /** Sum of U over the blocks, of its square and of U V. */
  readonly u: Float64Array;
  readonly uu: Float64Array;
  readonly uv: Float64Array;
}

/**
 * Ratios and their half widths. Of B blocks with residuals e_b = U_b - R V_b about the pilot,
 *   se^2 = B'/(B'-1) (sum e_b^2 - (sum e_b)^2 / B) / (N V)^2,   half width = t_{0.975, B'-1} se
 * (delta method for a ratio of means: Janon et al., ESAIM Probab. Stat. 18 (2014) 342-364), B' being the effective
 * number of blocks. Blocks have to be independent; with fewer than two the half widths are NaN.
 *
 * @param scale (U) N times the denominator, above 0; NaN where the unit has no variance, and then so is every ratio.
 */
export function ratioEstimates<L extends UnitLayout, S extends UnitSums<S>>(
  totals: BlockTotals<L, S>,
  centredNumerators: CentredNumerators<S>,
  scale: Float64Array,
): RatioEstimates {
  const { method, layout, aggregates, sums, ratios } = totals;
  const { units } = layout;
  const blocks = totals.levels.counts[0];
  const count = ratios.uu.length;
  const effective = new Float64Array(units);
  const estimates = ratios.uu.map(() => newEstimate(units));
  const [centred, difference, v, factors] = chunkArrays(4, units);
  // The same of the aggregates, [s](G) where they are of one ratio.
  const groups = aggregates.length;
  const [allScale, allV, allFactors] = newArrays(3, groups);
  const [allCentred, allU] = [newArrays(count, groups), newArrays(count, groups)];
  for (let start = 0; start < units; start += CHUNK) {
    const end = Math.min(start + CHUNK, units);
    const part = partOf(sums, start, end);
    const below = {
      scale: scale.subarray(start, end),
      v,
      vv: ratios.vv.subarray(start, end),
      factors,
      blocks,
    };
    const undefinedOnes = placesOfNaN(below.scale);
    method.denominator(part, v);
    writeFactors(below, effective.subarray(start, end));
    centred.set(below.scale);
    // They add nothing to an aggregate.
    for (const i of undefinedOnes) centred[i] = 0;
    addAggregateParts(v, centred, start, end, aggregates, allV, allScale);
    const write = centredNumerators(part, start);
    for (let s = 0; s < count; s++) {
      const u = differenceOf(method.numerator(part, s), difference);
      write(s, centred);
      for (const i of undefinedOnes) centred[i] = 0;
      addAggregateParts(u, centred, start, end, aggregates, allU[s], allCentred[s]);
      const above = {
        centred,
        u,
        uu: ratios.uu[s].subarray(start, end),
        uv: ratios.uv[s].subarray(start, end),
      };
      writeRatios(below, above, partOf(estimates[s], start, end));
    }
  }
  // Nothing was added where no unit is defined.
  for (let g = 0; g < groups; g++) if (allScale[g] === 0) allScale[g] = Number.NaN;
  const below = { scale: allScale, v: allV, vv: ratios.vv.subarray(units), factors: allFactors, blocks };
  writeFactors(below, new Float64Array(groups));
  const ofAggregates = ratios.uu.map((uu, s) => {
    const above = {
      centred: allCentred[s],
      u: allU[s],
      uu: uu.subarray(units),
      uv: ratios.uv[s].subarray(units),
    };
    return writeRatios(below, above, newEstimate(groups));
  });
  return { units: estimates, aggregates: ofAggregates, effectiveBlocks: effective };
}

/** (U) the spread as the scale of ratios: NaN where there is none, and where the variance is none beyond rounding. */
export function definedSpread(spread: Float64Array, scaledVariance: Float64Array): Float64Array {
  const scale = spread.slice();
  for (let u = 0; u < scale.length; u++) {
    if (Number.isNaN(scaledVariance[u]) || scale[u] === 0) scale[u] = Number.NaN;
  }
  return scale;
}

/** The first array less the others, written into `out` when there are others. */
function differenceOf([whole, ...others]: readonly Float64Array[], out: Float64Array): Float64Array {
  if (others.length === 0) return whole;
  let from = whole;
  for (const less of others) {
    for (let i = 0; i < less.length; i++) out[i] = from[i] - less[i];
    from = out;
  }
  return out;
}

/** Fills `effective`, and as many of the factors. */
function writeFactors({ v, vv, factors, blocks }: Denominators, effective: Float64Array): void {
  for (let i = 0; i < effective.length; i++) {
    effective[i] = effectiveBlocks(v[i], vv[i], blocks);
    factors[i] = halfWidthFactor(effective[i]);
  }
}

/** Fills `out`, for as many as it has room for. */
function writeRatios(
  { scale, v, vv, factors, blocks }: Denominators,
  { centred, u, uu, uv }: Numerators,
  out: Estimate,
): Estimate {
  const { values, halfWidths } = out;
  const count = values.length;
  for (let i = 0; i < count; i++) {
    const ratio = centred[i] / scale[i];
    const sum = u[i] - ratio * v[i];
    const squares = uu[i] - 2 * ratio * uv[i] + ratio * ratio * vv[i] - (sum * sum) / blocks;
    values[i] = ratio;
    // Rounding may leave a little less than nothing of residuals that vanish. NaN passes through.
    halfWidths[i] = (factors[i] * Math.sqrt(Math.max(0, squares))) / scale[i];
  }
  return out;
}

function placesOfNaN(values: Float64Array): number[] {
  const places: number[] = [];
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) places.push(i);
  return places;
}

function newArrays(count: number, length: number): Float64Array[] {
  return Array.from({ length: count }, () => new Float64Array(length));
}
