import { factorsOf, plannedEvaluations, type RunSpec, resolveRunSpec } from "@unitscope/core/reading";
import { findImageSet, type ImageSetRow } from "../../db/imageSets.js";
import { findModel, type ModelRow } from "../../db/models.js";
import { notifyRunChanged } from "../../db/runChanges.js";
import { createRun as insertRun, type RunRow } from "../../db/runs.js";
import { enqueueJob } from "../../jobs/queue.js";
import type { ApiServices } from "../context.js";
import { notFound } from "../errors.js";
import { localId } from "../globalId.js";
import { checkLabels } from "./labels.js";
import { imageSetOffer, modelOffer } from "./offers.js";
import type { CreateRunInput } from "./run.input.js";
import { freeName, usualName } from "./runName.js";
import { segmentShapes } from "./segmentShapes.js";

/**
 * Checks what is asked for against network and images, and writes the run and its job in one transaction.
 *
 * @throws {ApiError | RunSpecError} naming the argument at fault.
 */
export async function createRun(services: ApiServices, input: CreateRunInput): Promise<RunRow> {
  const { db } = services;
  const labels = checkLabels(input);
  const model = await findModel(db, localId("Model", input.modelId, "modelId"));
  if (!model) throw notFound("model", "modelId");
  const imageSet = await findImageSet(db, localId("ImageSet", input.imageSetId, "imageSetId"));
  if (!imageSet) throw notFound("image set", "imageSetId");
  const spec = await resolve(services, input, model, imageSet);
  return db.$transaction(async (tx) => {
    const run = await insertRun(tx, {
      name: labels.name ?? (await freeName(tx, usualName(model, input, spec.segment), spec)),
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
    await enqueueJob(tx, "run", run.id);
    await notifyRunChanged(tx, run.id);
    return run;
  });
}

async function resolve(
  services: ApiServices,
  input: CreateRunInput,
  model: ModelRow,
  imageSet: ImageSetRow,
): Promise<RunSpec> {
  const offer = await modelOffer(services, model);
  const inside = input.segment
    ? { segmentShapes: await segmentShapes(services, input.segment, model, offer.checkpoints) }
    : {};
  return resolveRunSpec(input, { ...offer, ...inside }, await imageSetOffer(services.db, imageSet));
}
