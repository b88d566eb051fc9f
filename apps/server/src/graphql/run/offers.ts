import type { ImageSetOffer, PreprocessingSpec } from "@unitscope/core/reading";
import type { Queries } from "../../db/database.js";
import { findImageFiles, findPartitions, type ImageSetRow } from "../../db/imageSets.js";
import { type CheckpointRow, findCheckpoints, type ModelRow } from "../../db/models.js";
import { lookAtModel } from "../../importing/lookAtModel.js";
import type { ApiServices } from "../context.js";
import { ApiError, type ErrorCode, expected } from "../errors.js";

/** What a network offers to a run or a test. */
export interface NetworkOffer {
  readonly checkpoints: CheckpointRow[];
  readonly preprocessing: PreprocessingSpec;
  readonly classLabels: string[];
  readonly classIds: string[];
  readonly oneAtATime: string | null;
}

/**
 * What a network offers to a run or a test. One that an earlier version has imported is tried first.
 *
 * @throws {ApiError} MODEL_UNSUPPORTED with the field `modelId` when this version does not analyse it.
 */
export async function modelOffer(
  { db, blobs }: Pick<ApiServices, "db" | "blobs">,
  row: ModelRow,
): Promise<NetworkOffer> {
  const model = await lookAtModel(db, blobs, row).catch((error: unknown) => {
    const known = expected(error);
    // The network is stored, so no upload is at fault.
    if (known?.extensions["field"] !== "uploadId") throw error;
    throw new ApiError(known.extensions["code"] as ErrorCode, known.message, "modelId");
  });
  return {
    checkpoints: await findCheckpoints(db, [model.id]),
    preprocessing: model.preprocessing as unknown as PreprocessingSpec,
    classLabels: model.classLabels,
    classIds: model.classIds,
    oneAtATime: model.oneAtATime || null,
  };
}

/** What an image set offers to a run or a test. */
export async function imageSetOffer(db: Queries, imageSet: ImageSetRow): Promise<ImageSetOffer> {
  const [partitions, files] = await Promise.all([
    findPartitions(db, [imageSet.id]),
    findImageFiles(db, imageSet.id),
  ]);
  return {
    partitions: partitions.map((partition) => partition.name),
    classes: imageSet.classes,
    entries: files.map(({ partition, classIndex, path }) => ({ partition, classIndex, name: path })),
  };
}
