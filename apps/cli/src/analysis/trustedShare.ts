import { LEAST_EFFECTIVE_SAMPLES } from "@unitscope/core/commandLine";

/** The units of one checkpoint: values of an index, and whether their half widths can be trusted. */
export interface UnitTrust {
  readonly values: ArrayLike<number>;
  /** 0 or 1. */
  readonly trusted: ArrayLike<number>;
}

/** Below this a summary says so. */
const ENOUGH = 0.95;

/** Share of the units with an index whose half width can be trusted; null when no unit has an index. */
export function trustedShare(checkpoints: readonly UnitTrust[]): number | null {
  let [defined, count] = [0, 0];
  for (const { values, trusted } of checkpoints) {
    for (let u = 0; u < values.length; u++) {
      if (Number.isNaN(values[u])) continue;
      defined++;
      count += trusted[u] ?? 0;
    }
  }
  return defined > 0 ? count / defined : null;
}

/** A warning when the half widths of many single units cannot be trusted. */
export function trustLines(measure: string, share: number | null): string[] {
  if (share === null || share >= ENOUGH) return [];
  const percent = Math.floor(100 * share);
  return [
    "",
    `Of the half widths of single units (${measure}) ${percent} % can be trusted; the others rest on fewer than`,
    `${LEAST_EFFECTIVE_SAMPLES} base samples that tell something about the unit. More base samples (shapley-nested: permutations) help.`,
  ];
}
