import { createHash } from "node:crypto";
import path from "node:path";
import { CoreError, FileError } from "../errors.js";
import type { ImageSize } from "../factor.js";
import { readBytes } from "../files/readBytes.js";
import { cropSize } from "../image/framing.js";
import { withDataBeside } from "../modelFolder/dataBeside.js";
import { noSuchCheckpoint } from "../onnx/checkpoints.js";
import { type Checkpoint, describeCheckpoints } from "../onnx/describeCheckpoints.js";
import { type ExcludedValue, excludedValues } from "../onnx/excludedValues.js";
import type { WholeModel } from "../onnx/externalData.js";
import { atSize, imageNetwork } from "../onnx/imageNetwork.js";
import { type OnnxModel, readModel } from "../onnx/model.js";
import { type ModelSummary, summariseModel } from "../onnx/summary.js";
import { type PreprocessingChoice, preprocessingFor } from "./preprocessing.js";

/** A network that was read and tried on a few images of noise. */
export interface Network {
  /** Path that it was read from; null when it came as bytes. */
  readonly file: string | null;
  /** Its file's name; "network" when it came as bytes. */
  readonly name: string;
  /** The network as one file: what it keeps in files beside it is in it. */
  readonly bytes: Uint8Array;
  /** Of these bytes, hex; so of the values in other files too. */
  readonly sha256: string;
  /** Files beside it that values were read from, with the number of tensors. */
  readonly dataFiles: WholeModel["dataFiles"];
  /** Input, outputs, operator set and producer. */
  readonly summary: ModelSummary;
  /** Values that can be analysed and masked, in forward order; `suggested` marks those that are taken by default. */
  readonly checkpoints: readonly Checkpoint[];
  /** The other values with the reason of each, in forward order. */
  readonly excluded: readonly ExcludedValue[];
  /** Why images go through the network one at a time; null where they go in batches. */
  readonly oneAtATime: string | null;
  /** Size of the images that it was tried with. */
  readonly size: ImageSize;
  /** The graph as it is in the file, and what takes images [N, C, H, W] of `size`; nothing of them has to be known. */
  readonly original: OnnxModel;
  readonly model: OnnxModel;
}

/** What a network is tried with. */
export interface OpenNetworkOptions {
  /**
   * Decides the size of the images where the network leaves it open. @default what {@link analyze} takes: 224 x 224
   */
  readonly preprocessing?: PreprocessingChoice;
}

/**
 * Opens an ONNX network and finds out what can be analysed in it: reads the graph, then runs it once on images of noise.
 *
 * @param source path of the file, beside which its data files lie; or its bytes, which are kept and must not change
 *   afterwards and need to hold all values
 * @throws {RunSpecError} naming every part of the preprocessing at fault.
 * @throws {FileError} when a file cannot be read or analysed; the message names it and what is in the way, `cause` is
 *   the error that bytes would have given.
 * @throws {OnnxFormatError} when bytes are no ONNX model, or are cut off.
 * @throws {UnsupportedModelError} when the network cannot be analysed; the message names the node, value or type.
 */
export async function openNetwork(
  source: string | Uint8Array,
  { preprocessing }: OpenNetworkOptions = {},
): Promise<Network> {
  const read = await readNetwork(source);
  return tryNetwork(read, cropSize((await preprocessingFor(read, preprocessing)).spec));
}

/**
 * The network for images of another size, where it leaves the size open.
 *
 * @throws {UnsupportedModelError} when it does not take images of this size.
 */
export async function networkAt(network: Network, size: ImageSize): Promise<Network> {
  const isTried = network.size.width === size.width && network.size.height === size.height;
  return isTried ? network : tryNetwork(network, size);
}

/** A network that was read, but not tried yet: what it takes is known, what is in it is not. */
export type ReadNetwork = Pick<
  Network,
  "file" | "name" | "bytes" | "sha256" | "dataFiles" | "original" | "summary"
>;

/** The first half of {@link openNetwork}; throws as it does. */
export async function readNetwork(source: string | Uint8Array): Promise<ReadNetwork> {
  const file = typeof source === "string" ? source : null;
  const read = typeof source === "string" ? await readBytes(source, "model") : source;
  return naming(file, async () => {
    const { bytes, dataFiles } =
      file === null ? { bytes: read, dataFiles: [] } : await withDataBeside(read, file);
    const original = readModel(bytes);
    const summary = summariseModel(original);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    return { file, name: path.basename(file ?? "network"), bytes, sha256, dataFiles, original, summary };
  });
}

/**
 * The second half of {@link openNetwork}; throws as it does.
 *
 * @param wanted size of the images; that of the network where it is fixed, else 224 x 224, when left out
 */
export async function tryNetwork(read: ReadNetwork, wanted?: ImageSize): Promise<Network> {
  const size = wanted ?? cropSize((await preprocessingFor(read)).spec);
  return naming(read.file, async () => {
    const model = imageNetwork(read.original, size);
    const { probeNetwork } = await import("../inference/probeNetwork.js");
    const { shapes, oneAtATime } = await probeNetwork(model).catch((error: unknown) => {
      throw atSize(error, read.summary, size);
    });
    const checkpoints = describeCheckpoints(model, shapes);
    return { ...read, size, model, checkpoints, excluded: excludedValues(model, checkpoints), oneAtATime };
  });
}

/** Errors of the core with the file that they are about. */
async function naming<T>(file: string | null, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (file !== null && error instanceof CoreError)
      throw new FileError(`"${file}": ${error.message}`, error);
    throw error;
  }
}

/**
 * The checkpoint of a name or tensor name.
 *
 * @throws {RunSpecError} when there is none, with the names there are.
 */
export function findCheckpoint({ checkpoints }: Network, name: string): Checkpoint {
  const found = checkpoints.find((checkpoint) => checkpoint.name === name || checkpoint.tensor === name);
  if (found === undefined) throw noSuchCheckpoint(checkpoints, name);
  return found;
}
