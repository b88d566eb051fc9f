import { createHash } from "node:crypto";
import { CoreError } from "@unitscope/core/errors";
import { probeShapes } from "@unitscope/core/inference/probeShapes";
import { listCheckpoints, noSuchCheckpoint } from "@unitscope/core/onnx/checkpoints";
import { type OnnxModel, readModel } from "@unitscope/core/onnx/model";
import { type ModelSummary, summariseModel } from "@unitscope/core/onnx/summary";
import { probeSegment } from "@unitscope/core/run/probeSegment";
import type { SegmentRequest } from "@unitscope/core/run/segment";
import { FileError } from "../errors.js";
import { readBytes } from "../files/readBytes.js";

/** A value of a network whose activations can be read. */
export interface Checkpoint {
  readonly name: string;
  readonly tensor: string;
  /** [C, H, W] or [C]. */
  readonly shape: readonly number[];
  readonly units: number;
  readonly operator: string;
  readonly suggested: boolean;
}

/** A network read from a file and run once on zeros. */
export interface ModelFile {
  readonly bytes: Buffer;
  readonly sha256: string;
  readonly model: OnnxModel;
  readonly summary: ModelSummary;
  /** In forward order. */
  readonly checkpoints: readonly Checkpoint[];
}

/**
 * Reads an ONNX file and finds out what can be analysed in it.
 *
 * @throws {FileError} when it cannot be read or analysed; the message names the file and what is in the way.
 */
export async function readModelFile(file: string): Promise<ModelFile> {
  const bytes = await readBytes(file, "model");
  try {
    const model = readModel(bytes);
    const summary = summariseModel(model);
    const candidates = listCheckpoints(model);
    const shapes = await probeShapes(
      model,
      candidates.map((candidate) => candidate.tensor),
    );
    const checkpoints = candidates.flatMap((candidate) => {
      const shape = shapes.get(candidate.tensor);
      if (shape === undefined) return [];
      return { ...candidate, shape, units: shape.reduce((product, axis) => product * axis, 1) };
    });
    return { bytes, sha256: createHash("sha256").update(bytes).digest("hex"), model, summary, checkpoints };
  } catch (error) {
    if (error instanceof CoreError) throw new FileError(`"${file}": ${error.message}`, error);
    throw error;
  }
}

/**
 * Shapes of the checkpoints inside a segment of a network, by tensor name, for images of `crop` x `crop` pixels.
 *
 * @throws {RunSpecError} when there is no such segment, or it cannot be run on them.
 */
export function segmentShapes(
  { model, checkpoints }: ModelFile,
  segment: SegmentRequest,
  crop: number,
): Promise<ReadonlyMap<string, readonly number[]>> {
  return probeSegment(segment, { model, checkpoints, crop }, probeShapes);
}

/**
 * The checkpoint of a name or tensor name.
 *
 * @throws {RunSpecError} when there is none, with the names there are.
 */
export function findCheckpoint({ checkpoints }: ModelFile, name: string): Checkpoint {
  const found = checkpoints.find((checkpoint) => checkpoint.name === name || checkpoint.tensor === name);
  if (found === undefined) throw noSuchCheckpoint(checkpoints, name);
  return found;
}
