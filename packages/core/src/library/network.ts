import { createHash } from "node:crypto";
import path from "node:path";
import { CoreError, FileError } from "../errors.js";
import { readBytes } from "../files/readBytes.js";
import { withDataBeside } from "../modelFolder/dataBeside.js";
import { noSuchCheckpoint } from "../onnx/checkpoints.js";
import { type Checkpoint, describeCheckpoints } from "../onnx/describeCheckpoints.js";
import { type ExcludedValue, excludedValues } from "../onnx/excludedValues.js";
import type { WholeModel } from "../onnx/externalData.js";
import { type OnnxModel, readModel } from "../onnx/model.js";
import { type ModelSummary, summariseModel } from "../onnx/summary.js";

/** A network that was read and tried on a few images of noise. */
export interface Network {
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
  /** The graph as it was read; nothing of it has to be known to analyse it. */
  readonly model: OnnxModel;
}

/**
 * Opens an ONNX network and finds out what can be analysed in it: reads the graph, then runs it once on images of noise.
 *
 * @param source path of the file, beside which its data files lie; or its bytes, which are kept and must not change
 *   afterwards and need to hold all values
 * @throws {FileError} when a file cannot be read or analysed; the message names it and what is in the way, `cause` is
 *   the error that bytes would have given.
 * @throws {OnnxFormatError} when bytes are no ONNX model, or are cut off.
 * @throws {UnsupportedModelError} when the network cannot be analysed; the message names the node, value or type.
 */
export async function openNetwork(source: string | Uint8Array): Promise<Network> {
  if (typeof source !== "string") return describeNetwork("network", source, []);
  const read = await readBytes(source, "model");
  try {
    const { bytes, dataFiles } = await withDataBeside(read, source);
    return await describeNetwork(path.basename(source), bytes, dataFiles);
  } catch (error) {
    if (error instanceof CoreError) throw new FileError(`"${source}": ${error.message}`, error);
    throw error;
  }
}

async function describeNetwork(
  name: string,
  bytes: Uint8Array,
  dataFiles: Network["dataFiles"],
): Promise<Network> {
  const model = readModel(bytes);
  const summary = summariseModel(model);
  const { probeNetwork } = await import("../inference/probeNetwork.js");
  const { shapes, oneAtATime } = await probeNetwork(model);
  const checkpoints = describeCheckpoints(model, shapes);
  const excluded = excludedValues(model, checkpoints);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { name, bytes, sha256, dataFiles, summary, checkpoints, excluded, oneAtATime, model };
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
