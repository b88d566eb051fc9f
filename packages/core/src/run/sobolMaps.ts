import type { Factor } from "../factor.js";
import type { SobolIndices } from "../sensitivity/sobolAccumulator.js";
import { factorPairs } from "../sensitivity/sobolLayout.js";
import { indexMap, perFactorMaps, summaryMaps } from "./indexMap.js";
import type { IndexMapResult } from "./runResult.js";
import type { CheckpointSpec } from "./runSpec.js";

/** The index maps of a Sobol' run at one checkpoint: mean, variance, S1 and ST of every factor, S2 of every pair. */
export function sobolMaps(
  factors: readonly Factor[],
  checkpoint: CheckpointSpec,
  { s1, st, s2, aggregates, ...summary }: SobolIndices,
): IndexMapResult[] {
  const pairs = s2.length > 0 ? factorPairs(factors.length) : [];
  return [
    ...summaryMaps(checkpoint, summary),
    ...perFactorMaps(checkpoint, factors, "S1", s1, aggregates.s1),
    ...perFactorMaps(checkpoint, factors, "ST", st, aggregates.st),
    ...pairs.map(([j, k], jk) =>
      indexMap(checkpoint, {
        measure: "S2",
        factor: factors[j].key,
        withFactor: factors[k].key,
        units: s2[jk],
        aggregates: aggregates.s2[jk],
      }),
    ),
  ];
}
