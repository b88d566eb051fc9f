import { blockSizeFor } from "../run/runSpec.js";
import { TrajectoryDesign } from "../sensitivity/trajectoryDesign.js";
import type { DesignOptions } from "./designOptions.js";
import type { Problem } from "./problem.js";

/**
 * The random-order trajectories of a problem.
 *
 * @throws {DesignError} when the seed or block size is out of range, or there are more columns than the Sobol'
 *   sequence has.
 */
export function trajectoryDesign(
  problem: Problem,
  { n, seed, blockSize = blockSizeFor(n) }: DesignOptions,
): TrajectoryDesign {
  return new TrajectoryDesign({
    columns: problem.names.length,
    groups: problem.groups,
    sampling: { kind: "scrambled", seed, blockSize },
  });
}
