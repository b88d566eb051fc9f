import { checkDiscriminantPlan, type DiscriminantPlan, deepestDiscriminant } from "@unitscope/core/reading";
import type { Measure } from "../../db/generated/enums.js";
import type { RunRow } from "../../db/runs.js";
import type { ApiContext } from "../context.js";
import { checkCheckpoint } from "../indexMap/selectIndexMap.js";
import { DiscriminantResultType } from "./discriminant.type.js";
import { type CheckpointMaps, mapsOfMeasure, valuesOf } from "./factorMaps.js";

/**
 * Tells factors from their maps at a checkpoint, or at the deepest where that can be done.
 *
 * @throws {ApiError} as `mapsOfMeasure`, and when the run does not read the checkpoint.
 * @throws {MapAnalysisError} as `mapDiscriminant`.
 */
export async function discriminateMaps(
  run: RunRow,
  wanted: { readonly measure: Measure; readonly checkpoint: string | null; readonly plan: DiscriminantPlan },
  context: ApiContext,
): Promise<DiscriminantResultType> {
  const { measure, checkpoint, plan } = wanted;
  checkDiscriminantPlan(plan);
  if (checkpoint !== null) checkCheckpoint(run, checkpoint, "checkpoint");
  const all = await mapsOfMeasure(run, { measure, checkpoint }, context);
  const analyse = (maps: CheckpointMaps) => discriminateAt(maps, plan, context);
  return checkpoint === null ? deepestDiscriminant(all, analyse) : analyse(all[0]!);
}

async function discriminateAt(
  maps: CheckpointMaps,
  plan: DiscriminantPlan,
  context: ApiContext,
): Promise<DiscriminantResultType> {
  const { folds, repeats, seed } = plan;
  const subject = ["discriminant", folds, repeats, seed, ...maps.rows.map(({ id }) => id)];
  const result = await context.analyses.run(subject, async () => ({
    kind: "discriminant" as const,
    maps: await valuesOf(maps, context),
    shape: maps.shape,
    plan,
  }));
  return new DiscriminantResultType(result, maps.name, maps.labels);
}
