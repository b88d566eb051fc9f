import { blockSizeFor } from "@unitscope/core/run/runSpec";
import { SaltelliDesign } from "@unitscope/core/sensitivity/saltelliDesign";
import type { Problem } from "../files/problem.js";
import type { DesignOptions } from "./designOptions.js";

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
