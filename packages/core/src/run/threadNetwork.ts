import type { ExecutionProvider } from "../inference/executionProvider.js";
import { type ReadyNetwork, readyNetwork } from "../inference/instrumentedSession.js";
import type { OnnxModel } from "../onnx/model.js";
import { optimisedFile } from "./optimisedFile.js";
import type { RunSpec } from "./runSpec.js";
import { segmentModel } from "./segment.js";

/** A network on its way to the threads of a run. */
export interface ThreadNetwork {
  readonly network: ReadyNetwork;
  /** Removes what only the opening needs. */
  close(): Promise<void>;
}

/**
 * The network of a run, or its segment, ready for its threads to open: from a file that they share where the CPU computes
 * it, else from its bytes in memory that they share, of which each makes a copy.
 *
 * @throws as `readyNetwork` and `segmentModel`.
 */
export async function threadNetwork(
  model: OnnxModel,
  { segment, preprocessing, checkpoints, softmax }: RunSpec,
  executionProvider: ExecutionProvider = "cpu",
): Promise<ThreadNetwork> {
  const analysed = segment ? segmentModel(model, segment, preprocessing.crop) : model;
  const network = readyNetwork(
    analysed,
    checkpoints.map(({ tensor }) => tensor),
    softmax ?? undefined,
  );
  const { edited } = network;
  const bytes = sharedCopy(edited.bytes);
  const file = executionProvider === "cpu" ? await optimisedFile(bytes) : null;
  if (file === null) {
    return { network: { ...network, edited: { ...edited, bytes } }, close: async () => undefined };
  }
  return {
    network: { ...network, edited: { ...edited, bytes: new Uint8Array(0) }, optimised: file.path },
    close: () => file.remove(),
  };
}

function sharedCopy(bytes: Uint8Array): Uint8Array {
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.byteLength));
  shared.set(bytes);
  return shared;
}
