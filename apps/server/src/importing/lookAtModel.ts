import {
  atSize,
  cropSize,
  describeCheckpoints,
  imageNetwork,
  type OnnxModel,
  type PreprocessingSpec,
  RunSpecError,
  readModel,
  summariseModel,
} from "@unitscope/core/reading";
import type { Database } from "../db/database.js";
import { type ModelRow, type NewCheckpoint, storeLook } from "../db/models.js";
import type { BlobStore } from "../store/blobStore.js";
import { modelFile } from "../store/modelFile.js";
import { probeModel } from "./probeModel.js";

/** What is stored of a network once it has been tried. */
export interface ModelLook {
  readonly checkpoints: NewCheckpoint[];
  /** Why images go through it one at a time; empty where they go in batches. */
  readonly oneAtATime: string;
}

/**
 * Tries a network in a child process, on images as large as the crop, and describes where its activations can be read.
 *
 * @throws {CoreError} when the network cannot be analysed.
 */
export async function lookAt(
  model: OnnxModel,
  preprocessing: Pick<PreprocessingSpec, "crop">,
): Promise<ModelLook> {
  const size = cropSize(preprocessing);
  const network = imageNetwork(model, size);
  const { shapes, oneAtATime } = await probeModel(network.bytes).catch((error: unknown) => {
    throw atSize(error, summariseModel(model), size);
  });
  const checkpoints = describeCheckpoints(network, shapes).map(
    ({ units, shape, ...checkpoint }, position) => ({
      ...checkpoint,
      position,
      shape: [...shape],
      unitCount: units,
    }),
  );
  return { checkpoints, oneAtATime: oneAtATime ?? "" };
}

/**
 * The model, looked at: one that an earlier version has imported is tried now, and its checkpoints are described anew.
 *
 * @throws {UnsupportedModelError} when this version does not analyse it.
 */
export async function lookAtModel(db: Database, blobs: BlobStore, model: ModelRow): Promise<ModelRow> {
  if (model.oneAtATime !== null) return model;
  return storeLook(db, model.id, await lookAt(readModel(await modelFile(blobs, model)), specOf(model)));
}

function specOf({ preprocessing }: ModelRow): PreprocessingSpec {
  return preprocessing as unknown as PreprocessingSpec;
}

/**
 * Checks that a design made by an earlier version fits what is known of its network now.
 *
 * @throws {RunSpecError} when it lets images go in batches through a network that does not allow it.
 */
export function requireBatching(model: ModelRow, { oneAtATime }: { readonly oneAtATime?: string }): void {
  if (!model.oneAtATime || oneAtATime !== undefined) return;
  throw new RunSpecError(
    `This was planned when nobody had tried how the network ${model.name} takes several images at once: they must go one at a time, since ${model.oneAtATime}. Start it anew.`,
    "modelId",
  );
}
