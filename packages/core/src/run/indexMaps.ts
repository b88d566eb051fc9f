import type { Estimate, SobolIndices } from "../sensitivity/sobolAccumulator.js";
import { factorPairs } from "../sensitivity/sobolLayout.js";
import { inputSpace } from "./inputSpace.js";
import type { IndexMapResult, SobolRunMeasure } from "./runResult.js";
import type { CheckpointSpec, RunSpec } from "./runSpec.js";

/**
 * The index maps of one checkpoint: mean and variance, S1 and ST of every factor, S2 of every pair. The aggregates are
 * those of `aggregatesOf`: the channels, then the whole checkpoint.
 */
export function collectIndexMaps(
  spec: RunSpec,
  checkpoint: CheckpointSpec,
  indices: SobolIndices,
): IndexMapResult[] {
  const keys = inputSpace(spec).factors.map((factor) => factor.key);
  const channels = checkpoint.shape[0];
  const none: Estimate = {
    values: new Float64Array(channels + 1).fill(Number.NaN),
    halfWidths: new Float64Array(channels + 1).fill(Number.NaN),
  };
  const map = (
    measure: SobolRunMeasure,
    units: Estimate,
    aggregate: Estimate = none,
    factor: string | null = null,
    withFactor: string | null = null,
  ): IndexMapResult => ({
    checkpoint: checkpoint.name,
    measure,
    factor,
    withFactor,
    values: units.values,
    halfWidths: units.halfWidths,
    aggregated: aggregate.values[channels],
    aggregatedHalfWidth: aggregate.halfWidths[channels],
    channelAggregated: aggregate.values.slice(0, channels),
    channelAggregatedHalfWidths: aggregate.halfWidths.slice(0, channels),
  });
  const { aggregates } = indices;
  const pairs = spec.secondOrder ? factorPairs(keys.length) : [];
  return [
    map("MEAN", indices.mean),
    map("VARIANCE", indices.variance),
    ...keys.map((key, j) => map("S1", indices.s1[j], aggregates.s1[j], key)),
    ...keys.map((key, j) => map("ST", indices.st[j], aggregates.st[j], key)),
    ...pairs.map(([j, k], jk) => map("S2", indices.s2[jk], aggregates.s2[jk], keys[j], keys[k])),
  ];
}
