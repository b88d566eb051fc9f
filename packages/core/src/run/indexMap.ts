import type { Factor } from "../factor.js";
import type { Estimate, UnitSummary } from "../sensitivity/blockEstimates.js";
import { type MeasureKind, simultaneousFactors, tellingPower, trustedUnits } from "../sensitivity/flags.js";
import { ZeroTests } from "../sensitivity/zeroTests.js";
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
  flagsOf: Flagging,
  units: readonly Estimate[],
  aggregates: readonly Estimate[],
): IndexMapResult[] {
  return factors.map(({ key }, j) =>
    indexMap(checkpoint, {
      measure,
      factor: key,
      units: units[j],
      aggregates: aggregates[j],
      flags: flagsOf(measure, units[j]),
    }),
  );
}

/** Flags of one map of a result. */
export type Flagging = (measure: MeasureKind, units: Estimate) => UnitFlags;

/** Flags of the maps of a result; what does not depend on the map is computed once, and `trusted` shared by maps. */
export function flagging(summary: UnitSummary): Flagging {
  const { effectiveBlocks } = summary;
  const zeroTests = new ZeroTests(effectiveBlocks);
  const trusted = new Map<number, Uint8Array>();
  const trustedOf = (measure: MeasureKind): Uint8Array => {
    const power = tellingPower(measure);
    const found = trusted.get(power) ?? trustedUnits(measure, summary);
    trusted.set(power, found);
    return found;
  };
  let factors: { readonly tests: number; readonly values: Float64Array } = {
    tests: 0,
    values: new Float64Array(),
  };
  return (measure, units) => {
    const alternative = measure === "S2" ? "two-sided" : "greater";
    const { flags, tests } = zeroTests.distinguishable(units, alternative, FALSE_DISCOVERY_RATE);
    if (factors.tests !== tests) factors = { tests, values: simultaneousFactors(effectiveBlocks, tests) };
    return {
      trusted: trustedOf(measure),
      distinguishable: flags,
      simultaneousHalfWidth: largestProduct(units.halfWidths, factors.values),
    };
  };
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
