import { type RunSpec, unitCount } from "@unitscope/core/reading";
import type { CheckpointRow } from "../../db/models.js";
import type { RunRow } from "../../db/runs.js";

/**
 * The checkpoints of a run with the shapes that they have in it: in a segment values have other sizes than in the whole
 * network.
 *
 * @param known those of the run's network, in forward order
 */
export function runCheckpoints(
  { spec }: Pick<RunRow, "spec">,
  known: readonly CheckpointRow[],
): CheckpointRow[] {
  const { checkpoints } = spec as unknown as RunSpec;
  return known.flatMap((row) => {
    const own = checkpoints.find(({ name }) => name === row.name);
    return own ? [{ ...row, shape: [...own.shape], unitCount: unitCount(own) }] : [];
  });
}
