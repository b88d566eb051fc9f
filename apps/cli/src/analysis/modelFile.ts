import { createHash } from "node:crypto";
import { CoreError, FileError } from "@unitscope/core";
import {
  atSize,
  type Checkpoint,
  completePreprocessing,
  cropSize,
  describeCheckpoints,
  type ImageSize,
  imageNetwork,
  type ModelSummary,
  noSuchCheckpoint,
  type OnnxModel,
  probeNetwork,
  probeSegment,
  probeShapes,
  readBytes,
  readModel,
  type SegmentRequest,
  summariseModel,
  type WholeModel,
  withDataBeside,
} from "@unitscope/core/commandLine";
import type { Terminal } from "../terminal.js";

/** A network read from a file. */
export interface ReadModel {
  readonly file: string;
  /** The network as one file: what it keeps in files beside it is in it. */
  readonly bytes: Uint8Array;
  /** Digest of these bytes, so of the values in other files too. */
  readonly sha256: string;
  /** Files beside it that values were read from, with the number of tensors. */
  readonly dataFiles: WholeModel["dataFiles"];
  /** As it is in the file. */
  readonly original: OnnxModel;
  readonly summary: ModelSummary;
}

/** A network that was tried on a few images of noise. */
export interface ModelFile extends ReadModel {
  /** What takes images [N,C,H,W] of the size that it was tried with: see `imageNetwork`. */
  readonly model: OnnxModel;
  readonly size: ImageSize;
  /** In forward order. */
  readonly checkpoints: readonly Checkpoint[];
  /** Why images go through the network one at a time; null where they go in batches. */
  readonly oneAtATime: string | null;
}

/**
 * Reads an ONNX file, with the data files beside it that it names, and finds out what images the network takes.
 *
 * @throws {FileError} when it cannot be read or takes no images; the message names the file and what is in the way.
 */
export async function readModelFile(file: string): Promise<ReadModel> {
  const read = await readBytes(file, "model");
  return naming(file, async () => {
    const { bytes, dataFiles } = await withDataBeside(read, file);
    const original = readModel(bytes);
    const summary = summariseModel(original);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    return { file, bytes, sha256, dataFiles, original, summary };
  });
}

/**
 * Finds out what can be analysed in a network.
 *
 * @param size of the images; that of the network where it is fixed, else 224x224, when left out
 * @throws {FileError} when it cannot be analysed; the message names the file and what is in the way.
 */
export async function tryModel(read: ReadModel, size?: ImageSize): Promise<ModelFile> {
  return naming(read.file, async () => {
    const usual = size ?? cropSize(completePreprocessing({}, read.summary).spec);
    const model = imageNetwork(read.original, usual);
    const { shapes, oneAtATime } = await probeNetwork(model).catch((error: unknown) => {
      throw atSize(error, read.summary, usual);
    });
    return { ...read, model, size: usual, checkpoints: describeCheckpoints(model, shapes), oneAtATime };
  });
}

async function naming<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
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
 * Shapes of the checkpoints inside a segment of a network, by tensor name, for images of the size it was tried with.
 *
 * @throws {RunSpecError} when there is no such segment, or it cannot be run on them.
 */
export function segmentShapes(
  { model, checkpoints, size }: ModelFile,
  segment: SegmentRequest,
): Promise<ReadonlyMap<string, readonly number[]>> {
  return probeSegment(segment, { model, checkpoints, size }, probeShapes);
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
