import type { Factor } from "../factor.js";
import type { Estimate } from "../sensitivity/sobolAccumulator.js";
import type { IndexMapResult, RunMeasure } from "./runResult.js";
import type { CheckpointSpec } from "./runSpec.js";

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
  measure: RunMeasure,
  units: readonly Estimate[],
  aggregates: readonly Estimate[],
): IndexMapResult[] {
  return factors.map(({ key }, j) =>
    indexMap(checkpoint, { measure, factor: key, units: units[j], aggregates: aggregates[j] }),
  );
}
