import { readFile } from "node:fs/promises";
import { type CheckpointCandidate, listCheckpoints } from "@unitscope/core/onnx/checkpoints";
import { readModel } from "@unitscope/core/onnx/model";
import { summariseModel } from "@unitscope/core/onnx/summary";
import { type Database, isUniqueViolation } from "../db/database.js";
import { createModel, findModelByName, type ModelRow, type NewCheckpoint } from "../db/models.js";
import type { BlobStore } from "../store/blobStore.js";
import { checkName, ImportError } from "./importErrors.js";
import { completePreprocessing, type PreprocessingRequest } from "./preprocessing.js";
import { probeModel } from "./probeModel.js";

/** What is registered. */
export interface ModelImport {
  /** The ONNX file: where it is, or its bytes. */
  readonly file: { readonly path: string } | { readonly bytes: Uint8Array };
  readonly name: string;
  readonly classLabels?: readonly string[] | null;
  readonly preprocessing?: PreprocessingRequest | null;
}

/**
 * Reads an ONNX file, looks at every place where activations can be read, and registers it under a name. Importing
 * the same file under the same name again returns the model that is there.
 *
 * @throws {CoreError} when the file is no readable ONNX model or cannot be analysed.
 * @throws {ImportError} INVALID when an argument is out of range; CONFLICT when another file has the name.
 */
export async function importModelFile(
  db: Database,
  blobs: BlobStore,
  request: ModelImport,
): Promise<ModelRow> {
  const name = checkName(request.name);
  const bytes = "bytes" in request.file ? request.file.bytes : await readFile(request.file.path);
  const model = readModel(bytes);
  const summary = summariseModel(model);
  const preprocessing = completePreprocessing(request.preprocessing ?? {}, summary.inputShape);
  const sha256 = await blobs.put(bytes);
  const existing = await findModelByName(db, name);
  if (existing) return sameOrConflict(existing, sha256);

  const candidates = listCheckpoints(model);
  const shapes = await probeModel(
    bytes,
    candidates.map((c) => c.tensor),
  );
  const checkpoints = checkpointRows(candidates, shapes);
  const classLabels = checkLabels(request.classLabels ?? [], checkpoints);
  const row = {
    name,
    sha256,
    byteSize: BigInt(bytes.byteLength),
    opset: model.opset,
    inputName: summary.inputName,
    inputShape: [...summary.inputShape],
    classLabels,
    preprocessing: { ...preprocessing, mean: [...preprocessing.mean], std: [...preprocessing.std] },
  };
  try {
    return await createModel(db, row, checkpoints);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    // Somebody else registered the name in the meantime.
    const winner = await findModelByName(db, name);
    if (!winner) throw error;
    return sameOrConflict(winner, sha256);
  }
}

function sameOrConflict(existing: ModelRow, sha256: string): ModelRow {
  if (existing.sha256 === sha256) return existing;
  throw new ImportError(
    "CONFLICT",
    `Another model is already called "${existing.name}" (SHA-256 ${existing.sha256.slice(0, 12)}...). Models do not change: give this one another name.`,
    "name",
  );
}

function checkpointRows(
  candidates: readonly CheckpointCandidate[],
  shapes: ReadonlyMap<string, readonly number[]>,
): NewCheckpoint[] {
  const rows: NewCheckpoint[] = [];
  for (const { name, tensor, operator, suggested } of candidates) {
    const shape = shapes.get(tensor);
    // The runtime gives no shape to values that are no activations (constants, sizes): they are no checkpoints.
    if (!shape || shape.length === 0) continue;
    const unitCount = shape.reduce((product, length) => product * length, 1);
    rows.push({ position: rows.length, name, tensor, shape: [...shape], unitCount, operator, suggested });
  }
  return rows;
}

/** One label for each output of the network, when there are any. */
function checkLabels(labels: readonly string[], checkpoints: readonly NewCheckpoint[]): string[] {
  const outputs = checkpoints.at(-1)?.unitCount;
  if (labels.length > 0 && outputs !== undefined && labels.length !== outputs) {
    throw new ImportError(
      "INVALID",
      `There are ${labels.length} class labels, but the network has ${outputs} outputs; give one label for each, or none.`,
      "classLabels",
    );
  }
  return [...labels];
}
