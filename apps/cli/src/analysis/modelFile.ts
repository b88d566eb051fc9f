import { createHash } from "node:crypto";
import { CoreError, FileError } from "@unitscope/core/errors";
import { readBytes } from "@unitscope/core/files/readBytes";
import { probeNetwork } from "@unitscope/core/inference/probeNetwork";
import { probeShapes } from "@unitscope/core/inference/probeShapes";
import { withDataBeside } from "@unitscope/core/modelFolder/dataBeside";
import { noSuchCheckpoint } from "@unitscope/core/onnx/checkpoints";
import { type Checkpoint, describeCheckpoints } from "@unitscope/core/onnx/describeCheckpoints";
import type { WholeModel } from "@unitscope/core/onnx/externalData";
import { type OnnxModel, readModel } from "@unitscope/core/onnx/model";
import { type ModelSummary, summariseModel } from "@unitscope/core/onnx/summary";
import { probeSegment } from "@unitscope/core/run/probeSegment";
import type { SegmentRequest } from "@unitscope/core/run/segment";
import type { Terminal } from "../terminal.js";

/** A network read from a file and tried on a few images of noise. */
export interface ModelFile {
  /** The network as one file: what it keeps in files beside it is in it. */
  readonly bytes: Uint8Array;
  /** Digest of these bytes, so of the values in other files too. */
  readonly sha256: string;
  /** Files beside it that values were read from, with the number of tensors. */
  readonly dataFiles: WholeModel["dataFiles"];
  readonly model: OnnxModel;
  readonly summary: ModelSummary;
  /** In forward order. */
  readonly checkpoints: readonly Checkpoint[];
  /** Why images go through the network one at a time; null where they go in batches. */
  readonly oneAtATime: string | null;
}

/**
 * Reads an ONNX file, with the data files beside it that it names, and finds out what can be analysed in it.
 *
 * @throws {FileError} when it cannot be read or analysed; the message names the file and what is in the way.
 */
export async function readModelFile(file: string): Promise<ModelFile> {
  const read = await readBytes(file, "model");
  try {
    const { bytes, dataFiles } = await withDataBeside(read, file);
    const model = readModel(bytes);
    const summary = summariseModel(model);
    const { shapes, oneAtATime } = await probeNetwork(model);
    const checkpoints = describeCheckpoints(model, shapes);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    return { bytes, sha256, dataFiles, model, summary, checkpoints, oneAtATime };
  } catch (error) {
    if (error instanceof CoreError) throw new FileError(`"${file}": ${error.message}`, error);
    throw error;
  }
}

/** Says on stderr when images go through a network one at a time, and why. */
export function tellBatching({ stderr }: Terminal, { oneAtATime }: ModelFile): void {
  if (oneAtATime !== null) stderr.write(`Images go through the network one at a time: ${oneAtATime}.\n`);
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
