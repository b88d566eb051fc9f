import { RunSpecError } from "../errors.js";
import { unitCount } from "../run/checkpointUnits.js";
import type { CheckpointSpec } from "../run/runSpec.js";
import type { MapKey, UnitMaps } from "./unitMaps.js";

/**
 * Values of one measure at several checkpoints.
 *
 * @returns [checkpoint](U)
 * @throws {RunSpecError} when there is no such map, or it is of another shape.
 */
export async function mapsOfFactor(
  checkpoints: readonly CheckpointSpec[],
  key: Omit<MapKey, "checkpoint">,
  maps: UnitMaps,
): Promise<ArrayLike<number>[]> {
  const found: ArrayLike<number>[] = [];
  for (const checkpoint of checkpoints) {
    const { values } = await maps.get({ ...key, checkpoint: checkpoint.name });
    if (values.length !== unitCount(checkpoint)) {
      throw new RunSpecError(
        `The index map of ${checkpoint.name} holds ${values.length} units; the checkpoint has ${unitCount(checkpoint)}.`,
        "checkpoints",
      );
    }
    found.push(values);
  }
  return found;
}
