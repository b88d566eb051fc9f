import { blockSizeFor } from "@unitscope/core/run/runSpec";
import { TrajectoryDesign } from "@unitscope/core/sensitivity/trajectoryDesign";
import type { Problem } from "../files/problem.js";
import type { DesignOptions } from "./designOptions.js";

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
