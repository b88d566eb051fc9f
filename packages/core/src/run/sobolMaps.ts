import type { Factor } from "../factor.js";
import type { SobolIndices } from "../sensitivity/sobolAccumulator.js";
import { factorPairs } from "../sensitivity/sobolLayout.js";
import { flagging, indexMap, perFactorMaps, summaryMaps } from "./indexMap.js";
import type { IndexMapResult } from "./runResult.js";
import type { CheckpointSpec } from "./runSpec.js";

/** The index maps of a Sobol' run at one checkpoint: mean, variance, S1 and ST of every factor, S2 of every pair. */
export function sobolMaps(
  factors: readonly Factor[],
  checkpoint: CheckpointSpec,
  result: SobolIndices,
): IndexMapResult[] {
  const { s1, st, s2, aggregates } = result;
  const pairs = s2.length > 0 ? factorPairs(factors.length) : [];
  const flagsOf = flagging(result);
  return [
    ...summaryMaps(checkpoint, result),
    ...perFactorMaps(checkpoint, factors, "S1", flagsOf, s1, aggregates.s1),
    ...perFactorMaps(checkpoint, factors, "ST", flagsOf, st, aggregates.st),
    ...pairs.map(([j, k], jk) =>
      indexMap(checkpoint, {
        measure: "S2",
        factor: factors[j].key,
        withFactor: factors[k].key,
        units: s2[jk],
        aggregates: aggregates.s2[jk],
        flags: flagsOf("S2", s2[jk]),
      }),
    ),
  ];
}
