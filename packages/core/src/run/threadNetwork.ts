import { cropSize } from "../image/framing.js";
import type { ExecutionProvider } from "../inference/executionProvider.js";
import { type ReadyNetwork, readyNetwork } from "../inference/instrumentedSession.js";
import { imageNetwork } from "../onnx/imageNetwork.js";
import type { OnnxModel } from "../onnx/model.js";
import type { Bytes } from "./lentBytes.js";
import { optimisedNetwork } from "./optimisedNetwork.js";
import type { RunSpec } from "./runSpec.js";
import { segmentModel } from "./segment.js";

/** A network on its way to the threads of a run. */
export interface ThreadNetwork {
  /** Without its bytes. */
  readonly network: ReadyNetwork;
  /** Its bytes, which threads borrow to open it. They are to be held until the last session is closed. */
  readonly bytes: Bytes;
}

/**
 * The network of a run, or its segment, ready for its threads to open: as the CPU computes it, so that the weights lie in
 * memory once for all threads; where it has no such form or another provider computes it, as it is.
 *
 * @throws as `readyNetwork`, `imageNetwork` and `segmentModel`.
 */
export async function threadNetwork(
  model: OnnxModel,
  { segment, preprocessing, checkpoints, softmax }: RunSpec,
  executionProvider: ExecutionProvider = "cpu",
): Promise<ThreadNetwork> {
  const size = cropSize(preprocessing);
  const analysed = segment ? segmentModel(model, segment, size) : imageNetwork(model, size);
  const ready = readyNetwork(
    analysed,
    checkpoints.map(({ tensor }) => tensor),
    softmax ?? undefined,
  );
  const { edited } = ready;
  const optimised = executionProvider === "cpu" ? await optimisedNetwork(edited.bytes) : null;
  return {
    network: { ...ready, edited: { ...edited, bytes: new Uint8Array(0) }, isOptimised: optimised !== null },
    // Memory that is given away must be its own.
    bytes: optimised ?? new Uint8Array(edited.bytes),
  };
}
