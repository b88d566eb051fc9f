import type { PreprocessingSpec } from "@unitscope/core/preprocessing/preprocessingSpec";
import type { ImageSetOffer } from "@unitscope/core/run/runSpec";
import type { Queries } from "../../db/database.js";
import { findImageFiles, findPartitions, type ImageSetRow } from "../../db/imageSets.js";
import { type CheckpointRow, findCheckpoints, type ModelRow } from "../../db/models.js";

/** What a network offers to a run or a test. */
export async function modelOffer(
  db: Queries,
  model: ModelRow,
): Promise<{
  checkpoints: CheckpointRow[];
  preprocessing: PreprocessingSpec;
  classLabels: string[];
  classIds: string[];
}> {
  return {
    checkpoints: await findCheckpoints(db, [model.id]),
    preprocessing: model.preprocessing as unknown as PreprocessingSpec,
    classLabels: model.classLabels,
    classIds: model.classIds,
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
