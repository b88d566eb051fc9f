import type { Factor } from "../factor.js";
import type { Estimate, UnitSummary } from "../sensitivity/blockEstimates.js";
import {
  distinguishableFromZero,
  type MeasureKind,
  simultaneousFactors,
  trustedUnits,
  zeroPValues,
} from "../sensitivity/flags.js";
import type { IndexMapResult, RunMeasure, UnitFlags } from "./runResult.js";
import type { CheckpointSpec } from "./runSpec.js";

/** Expected share of units wrongly called distinguishable from zero. */
const FALSE_DISCOVERY_RATE = 0.05;

/**
 * One index map of a checkpoint.
 *
 * `aggregates` are the estimates of `aggregatesOf`: the C channels, then the checkpoint; without them they are NaN.
 */
export function indexMap(
  checkpoint: CheckpointSpec,
  parts: {
    readonly measure: RunMeasure;
    readonly factor?: string;
    readonly withFactor?: string;
    readonly units: Estimate;
    readonly aggregates?: Estimate;
    readonly flags?: UnitFlags;
  },
): IndexMapResult {
  const channels = checkpoint.shape[0];
  const missing = (): Float64Array => new Float64Array(channels + 1).fill(Number.NaN);
  const { values, halfWidths } = parts.aggregates ?? { values: missing(), halfWidths: missing() };
  return {
    checkpoint: checkpoint.name,
    measure: parts.measure,
    factor: parts.factor ?? null,
    withFactor: parts.withFactor ?? null,
    values: parts.units.values,
    halfWidths: parts.units.halfWidths,
    aggregated: values[channels],
    aggregatedHalfWidth: halfWidths[channels],
    channelAggregated: values.slice(0, channels),
    channelAggregatedHalfWidths: halfWidths.slice(0, channels),
    flags: parts.flags ?? null,
  };
}

/** Mean and variance of a checkpoint's units, which every method yields. */
export function summaryMaps(
  checkpoint: CheckpointSpec,
  { mean, variance }: { readonly mean: Estimate; readonly variance: Estimate },
): IndexMapResult[] {
  return [
    indexMap(checkpoint, { measure: "MEAN", units: mean }),
    indexMap(checkpoint, { measure: "VARIANCE", units: variance }),
  ];
}

/** One map a factor; `units` and `aggregates` in the order of the factors. */
export function perFactorMaps(
  checkpoint: CheckpointSpec,
  factors: readonly Factor[],
  measure: MeasureKind,
  summary: UnitSummary,
  units: readonly Estimate[],
  aggregates: readonly Estimate[],
): IndexMapResult[] {
  const flagsOf = flagging(measure, summary);
  return factors.map(({ key }, j) =>
    indexMap(checkpoint, {
      measure,
      factor: key,
      units: units[j],
      aggregates: aggregates[j],
      flags: flagsOf(units[j]),
    }),
  );
}

/** Flags of the maps of one measure; what does not depend on the factor is computed once. */
export function flagging(measure: MeasureKind, summary: UnitSummary): (units: Estimate) => UnitFlags {
  const trusted = trustedUnits(measure, summary);
  const { effectiveBlocks } = summary;
  const alternative = measure === "S2" ? "two-sided" : "greater";
  let factors: { readonly tests: number; readonly values: Float64Array } = {
    tests: 0,
    values: new Float64Array(),
  };
  return (units) => {
    const tests = countDefined(units.halfWidths);
    if (factors.tests !== tests) factors = { tests, values: simultaneousFactors(effectiveBlocks, tests) };
    return {
      trusted,
      distinguishable: distinguishableFromZero(
        zeroPValues(units, effectiveBlocks, alternative, FALSE_DISCOVERY_RATE),
        FALSE_DISCOVERY_RATE,
      ),
      simultaneousHalfWidth: largestProduct(units.halfWidths, factors.values),
    };
  };
}

function countDefined(values: Float64Array): number {
  let count = 0;
  for (let u = 0; u < values.length; u++) count += Number.isNaN(values[u]) ? 0 : 1;
  return count;
}

/** The largest product of two values at the same place, passing over NaN; -Infinity when there is none. */
function largestProduct(values: Float64Array, factors: Float64Array): number {
  let found = Number.NEGATIVE_INFINITY;
  for (let u = 0; u < values.length; u++) {
    const product = values[u] * factors[u];
    if (product > found) found = product;
  }
  return found;
}
