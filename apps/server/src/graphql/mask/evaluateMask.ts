import {
  type EvaluationRequest,
  type MaskRule,
  plannedEvaluationCost,
  type RunSpec,
  resolveEvaluationSpec,
  type TestOffer,
} from "@unitscope/core/reading";
import { findImageSet } from "../../db/imageSets.js";
import { createMaskEvaluation, type MaskEvaluationRow } from "../../db/maskEvaluations.js";
import { findMaskCheckpoints } from "../../db/masks.js";
import { findModel } from "../../db/models.js";
import { findRun, type RunRow } from "../../db/runs.js";
import { enqueueJob } from "../../jobs/queue.js";
import type { ApiServices } from "../context.js";
import { notFound } from "../errors.js";
import { localId } from "../globalId.js";
import { imageSetOffer, modelOffer } from "../run/offers.js";
import { storedMask } from "./createMask.js";

/**
 * Checks what is asked for and writes the evaluation and its job in one transaction.
 *
 * @throws {ApiError | RunSpecError} naming the argument at fault.
 */
export async function evaluateMask(
  services: Pick<ApiServices, "db" | "blobs">,
  maskId: string,
  imageSetId: string,
  request: EvaluationRequest,
): Promise<MaskEvaluationRow> {
  const { db } = services;
  const mask = await storedMask(db, maskId, "maskId");
  const run = await findRun(db, mask.runId);
  if (!run) throw notFound("run", "maskId");
  const { offer, imageSet } = await testOffer(services, run, imageSetId);
  const rules = mask.rules as unknown as MaskRule[];
  const factors = new Set(rules.map(({ factor }) => factor));
  const evaluated = {
    factor: factors.size === 1 ? rules[0]!.factor : null,
    checkpoints: (await findMaskCheckpoints(db, [mask.id])).map(({ checkpointName }) => checkpointName),
  };
  const spec = resolveEvaluationSpec(request, run.spec as unknown as RunSpec, evaluated, offer);
  return db.$transaction(async (tx) => {
    const evaluation = await createMaskEvaluation(tx, {
      maskId: mask.id,
      imageSetId: imageSet.id,
      spec: JSON.parse(JSON.stringify(spec)) as object,
      evaluationsPlanned: plannedEvaluationCost(spec, rules),
    });
    await enqueueJob(tx, "mask-evaluation", evaluation.id);
    return evaluation;
  });
}

/**
 * The network of a run and images to test its masks on.
 *
 * @throws {ApiError} BAD_USER_INPUT, NOT_FOUND.
 */
export async function testOffer(
  services: Pick<ApiServices, "db" | "blobs">,
  run: RunRow,
  imageSetId: string,
): Promise<{ offer: TestOffer; imageSet: { readonly id: string } }> {
  const { db } = services;
  const model = await findModel(db, run.modelId);
  if (!model) throw new Error(`The model ${run.modelId} of the run is gone.`);
  const imageSet = await findImageSet(db, localId("ImageSet", imageSetId, "imageSetId"));
  if (!imageSet) throw notFound("image set", "imageSetId");
  const offer = {
    model: await modelOffer(services, model),
    images: await imageSetOffer(db, imageSet),
    isImageSetOfRun: imageSet.id === run.imageSetId,
  };
  return { offer, imageSet };
}
