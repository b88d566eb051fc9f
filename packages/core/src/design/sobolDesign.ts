import { blockSizeFor } from "../run/runSpec.js";
import { SaltelliDesign } from "../sensitivity/saltelliDesign.js";
import type { DesignOptions } from "./designOptions.js";
import type { Problem } from "./problem.js";

/**
 * Saltelli's design of a problem; unscrambled gives SALib's points from the origin on (`skip_values=0`).
 *
 * @throws {DesignError} when the seed or block size is out of range, or there are more columns than the Sobol'
 *   sequence has.
 */
export function sobolDesign(
  problem: Problem,
  secondOrder: boolean,
  { n, seed, unscrambled, blockSize = blockSizeFor(n) }: DesignOptions,
): SaltelliDesign {
  return new SaltelliDesign({
    columns: problem.names.length,
    groups: problem.groups,
    secondOrder,
    sampling: unscrambled ? { kind: "unscrambled" } : { kind: "scrambled", seed, blockSize },
  });
}
