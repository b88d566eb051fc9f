import type { Factor } from "../factor.js";
import type { Estimate, SobolIndices } from "../sensitivity/sobolAccumulator.js";
import { factorPairs } from "../sensitivity/sobolLayout.js";
import { indexMap } from "./indexMap.js";
import type { IndexMapResult } from "./runResult.js";
import type { CheckpointSpec } from "./runSpec.js";

/** The index maps of a Sobol' run at one checkpoint: mean, variance, S1 and ST of every factor, S2 of every pair. */
export function sobolMaps(
  factors: readonly Factor[],
  checkpoint: CheckpointSpec,
  { mean, variance, s1, st, s2, aggregates }: SobolIndices,
): IndexMapResult[] {
  const keys = factors.map((factor) => factor.key);
  const perFactor = (measure: "S1" | "ST", units: readonly Estimate[], groups: readonly Estimate[]) =>
    keys.map((factor, j) =>
      indexMap(checkpoint, { measure, factor, units: units[j], aggregates: groups[j] }),
    );
  const pairs = s2.length > 0 ? factorPairs(keys.length) : [];
  return [
    indexMap(checkpoint, { measure: "MEAN", units: mean }),
    indexMap(checkpoint, { measure: "VARIANCE", units: variance }),
    ...perFactor("S1", s1, aggregates.s1),
    ...perFactor("ST", st, aggregates.st),
    ...pairs.map(([j, k], jk) =>
      indexMap(checkpoint, {
        measure: "S2",
        factor: keys[j],
        withFactor: keys[k],
        units: s2[jk],
        aggregates: aggregates.s2[jk],
      }),
    ),
  ];
}
