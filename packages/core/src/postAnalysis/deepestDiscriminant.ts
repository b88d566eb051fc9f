import { MapAnalysisError } from "../errors.js";
import { hasExtent } from "./mapDiscriminant.js";

/**
 * Analyses the deepest checkpoint where the factors can be told from their maps: one with extent whose defined part is
 * large enough.
 *
 * @param checkpoints in forward order.
 * @param analyse calls `mapDiscriminant` on the checkpoint's maps.
 * @throws {MapAnalysisError} when no checkpoint will do, with the reason of each that has extent.
 * @throws what `analyse` throws, but for what is at fault with a checkpoint.
 */
export async function deepestDiscriminant<
  Checkpoint extends { readonly name: string; readonly shape: readonly number[] },
  Result,
>(
  checkpoints: readonly Checkpoint[],
  analyse: (checkpoint: Checkpoint) => Result | Promise<Result>,
): Promise<Result> {
  const reasons: string[] = [];
  for (const checkpoint of checkpoints.toReversed()) {
    if (!hasExtent(checkpoint.shape)) continue;
    try {
      return await analyse(checkpoint);
    } catch (error) {
      if (!(error instanceof MapAnalysisError) || error.field !== "checkpoint") throw error;
      reasons.push(` ${checkpoint.name}: ${error.message}`);
    }
  }
  const why =
    reasons.length > 0
      ? reasons.join("")
      : ` None of ${checkpoints.map(({ name }) => name).join(", ")} has an extent.`;
  throw new MapAnalysisError(`The run has no checkpoint whose maps can be told apart.${why}`, "checkpoint");
}
