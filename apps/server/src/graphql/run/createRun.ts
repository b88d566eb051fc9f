import { factorsOf } from "@unitscope/core/run/inputSpace";
import { plannedEvaluations } from "@unitscope/core/run/methodPlan";
import { type PreprocessingSpec, type RunSpec, resolveRunSpec } from "@unitscope/core/run/runSpec";
import { findImageFiles, findImageSet, findPartitions, type ImageSetRow } from "../../db/imageSets.js";
import { findCheckpoints, findModel, type ModelRow } from "../../db/models.js";
import { notifyRunChanged } from "../../db/runChanges.js";
import { createRun as insertRun, type RunRow } from "../../db/runs.js";
import { enqueueRun } from "../../jobs/queue.js";
import type { ApiServices } from "../context.js";
import { notFound } from "../errors.js";
import { localId } from "../globalId.js";
import { checkLabels } from "./labels.js";
import type { CreateRunInput } from "./run.input.js";
import { freeName, usualName } from "./runName.js";

/**
 * Checks what is asked for against network and images, and writes the run and its job in one transaction.
 *
 * @throws {ApiError | RunSpecError} naming the argument at fault.
 */
export async function createRun({ db }: ApiServices, input: CreateRunInput): Promise<RunRow> {
  const labels = checkLabels(input);
  const model = await findModel(db, localId("Model", input.modelId, "modelId"));
  if (!model) throw notFound("model", "modelId");
  const imageSet = await findImageSet(db, localId("ImageSet", input.imageSetId, "imageSetId"));
  if (!imageSet) throw notFound("image set", "imageSetId");
  const spec = await resolve({ db }, input, model, imageSet);
  return db.$transaction(async (tx) => {
    const run = await insertRun(tx, {
      name: labels.name ?? (await freeName(tx, usualName(model, input), spec)),
      method: spec.method,
      modelId: model.id,
      imageSetId: imageSet.id,
      spec: JSON.parse(JSON.stringify(spec)) as object,
      factors: JSON.parse(JSON.stringify(factorsOf(spec))) as object[],
      checkpoints: spec.checkpoints.map((checkpoint) => checkpoint.name),
      tags: labels.tags ?? [],
      notes: labels.notes ?? null,
      evaluationsPlanned: plannedEvaluations(spec),
    });
    await enqueueRun(tx, run.id);
    await notifyRunChanged(tx, run.id);
    return run;
  });
}

async function resolve(
  { db }: Pick<ApiServices, "db">,
  input: CreateRunInput,
  model: ModelRow,
  imageSet: ImageSetRow,
): Promise<RunSpec> {
  const [checkpoints, partitions, files] = await Promise.all([
    findCheckpoints(db, [model.id]),
    findPartitions(db, [imageSet.id]),
    findImageFiles(db, imageSet.id),
  ]);
  return resolveRunSpec(
    input,
    { checkpoints, preprocessing: model.preprocessing as unknown as PreprocessingSpec },
    {
      partitions: partitions.map((partition) => partition.name),
      classes: imageSet.classes,
      entries: files.map(({ partition, classIndex, path }) => ({ partition, classIndex, name: path })),
    },
  );
}
