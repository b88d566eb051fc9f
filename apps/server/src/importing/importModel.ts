import { readFile } from "node:fs/promises";
import {
  completePreprocessing,
  type InputForm,
  idsOf,
  type Label,
  type PreprocessingRequest,
  type PreprocessingSpec,
  readModel,
  requireLabelCount,
  summariseModel,
  withDataBeside,
} from "@unitscope/core/reading";
import { type Database, isUniqueViolation } from "../db/database.js";
import {
  createModel,
  findModelByName,
  type ModelRow,
  type NewCheckpoint,
  type NewModel,
} from "../db/models.js";
import type { BlobStaging } from "../store/blobStaging.js";
import type { BlobStore } from "../store/blobStore.js";
import { checkName, ImportError } from "./importErrors.js";
import { lookAt } from "./lookAtModel.js";

/** What is registered. */
export interface ModelImport {
  /** The ONNX file: where it is, with the data files that it names beside it, or its bytes, these included. */
  readonly file: { readonly path: string } | { readonly bytes: Uint8Array };
  readonly name: string;
  /** One an output, in their order; none when absent or empty. */
  readonly labels?: readonly Label[] | null;
  /** Without `minMax`, which belongs to a run. */
  readonly preprocessing?: PreprocessingRequest | null;
}

/**
 * Reads an ONNX file, looks at every place where activations can be read, and registers it under a name. Importing
 * the same file under the same name again returns the model that is there. Nothing of a model that is refused is kept.
 *
 * @throws {CoreError} when the file is no readable ONNX model or cannot be analysed, or when labels or preprocessing do
 *   not go with it.
 * @throws {ImportError} INVALID when an argument is out of range; CONFLICT when another file has the name.
 */
export async function importModelFile(
  db: Database,
  blobs: BlobStore,
  request: ModelImport,
): Promise<ModelRow> {
  const name = checkName(request.name);
  const bytes = await bytesOf(request.file);
  const model = readModel(bytes);
  const summary = summariseModel(model);
  const preprocessing = preprocessingOf(request.preprocessing ?? {}, summary);
  const staging = blobs.stage();
  try {
    const sha256 = await staging.put(bytes);
    const existing = await findModelByName(db, name);
    if (existing) return await keptIfSame(existing, sha256, staging);

    const { checkpoints, oneAtATime } = await lookAt(model, preprocessing);
    const labels = request.labels ?? [];
    // What ends in maps or boxes has its classes elsewhere.
    const last = checkpoints.at(-1);
    if (labels.length > 0 && last?.shape.slice(1).every((side) => side === 1)) {
      requireLabelCount(labels, last.unitCount);
    }
    const row = {
      name,
      sha256,
      byteSize: BigInt(bytes.byteLength),
      opset: model.opset,
      inputName: summary.inputName,
      inputShape: [...summary.inputShape],
      inputType: summary.inputType,
      inputLayout: summary.inputLayout,
      classLabels: labels.map(({ label }) => label),
      classIds: idsOf(labels),
      preprocessing: JSON.parse(JSON.stringify(preprocessing)) as object,
      oneAtATime,
    };
    return await registerModel(db, row, checkpoints, staging);
  } finally {
    await staging.discard();
  }
}

async function bytesOf(file: ModelImport["file"]): Promise<Uint8Array> {
  if ("bytes" in file) return file.bytes;
  return (await withDataBeside(await readFile(file.path), file.path)).bytes;
}

/** Writes the rows and keeps the file together. */
async function registerModel(
  db: Database,
  row: NewModel & { readonly name: string; readonly sha256: string },
  checkpoints: readonly NewCheckpoint[],
  staging: BlobStaging,
): Promise<ModelRow> {
  try {
    return await db.$transaction(async (tx) => {
      const model = await createModel(tx, row, checkpoints);
      await staging.keep();
      return model;
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    // Somebody else registered the name in the meantime.
    const winner = await findModelByName(db, row.name);
    if (!winner) throw error;
    return keptIfSame(winner, row.sha256, staging);
  }
}

/** The model that has the name; its file is put back where it was lost or damaged. */
async function keptIfSame(existing: ModelRow, sha256: string, staging: BlobStaging): Promise<ModelRow> {
  if (existing.sha256 === sha256) {
    await staging.keep();
    return existing;
  }
  throw new ImportError(
    "CONFLICT",
    `Another model is already called "${existing.name}" (SHA-256 ${existing.sha256.slice(0, 12)}...). Models do not change: give this one another name.`,
    "name",
  );
}

function preprocessingOf(request: PreprocessingRequest, input: InputForm): PreprocessingSpec {
  if (request.minMax == null) return completePreprocessing(request, input).spec;
  throw new ImportError(
    "INVALID",
    "minMax does not belong to a network but to a run: give it to createRun (true unless given), and leave it out here.",
    "preprocessing.minMax",
  );
}
