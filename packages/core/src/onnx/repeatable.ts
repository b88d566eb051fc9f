import { UnsupportedModelError } from "../errors.js";
import { isStoredZero, type StoredValues, storedIntegers, storedWithin } from "./constants.js";
import { attributeOf, describeNode, type OnnxNode } from "./graphProto.js";
import type { OnnxModel } from "./model.js";
import { imageReaders, nodesWithin, upstreamNodes } from "./upstream.js";

/** What makes a node give other numbers than those that the image alone decides. */
export type Unrepeatable =
  | "batch normalisation in training mode"
  | "dropout in training mode"
  | "random numbers";

const RANDOM = new Set([
  "RandomNormal",
  "RandomNormalLike",
  "RandomUniform",
  "RandomUniformLike",
  "Multinomial",
  "Bernoulli",
]);

/** How a network is exported for inference. */
export const EXPORT_FOR_INFERENCE =
  "Export the network for inference: with PyTorch after model.eval() and with training=torch.onnx.TrainingMode.EVAL, the default of torch.onnx.export; with Keras so that its layers are called with training=False. Layers that draw random numbers of their own are to be left out.";

/** A node at fault, as the outermost graph has it; what is at fault may be inside it. */
export interface UnrepeatableNode {
  readonly node: OnnxNode;
  readonly kind: Unrepeatable;
}

/** Nodes that values depend on and that draw random numbers or learn from the batch, in forward order. */
export function unrepeatableNodes(model: OnnxModel, tensors: Iterable<string>): UnrepeatableNode[] {
  const { graph } = model;
  const readsImage = imageReaders(graph);
  const entered = { ofImage: new Set<string>(), ofStored: new Set<string>() };
  return upstreamNodes(graph, tensors).flatMap((outer) => {
    const isOfImage = readsImage(outer);
    const within = nodesWithin(model, outer, isOfImage ? entered.ofImage : entered.ofStored);
    const stored = storedWithin(graph, within);
    return within.flatMap((node): UnrepeatableNode[] => {
      const kind = kindOf(model, stored, node);
      // Normalised over stored numbers alone it gives the same every time.
      if (kind === null || (kind.startsWith("batch") && !isOfImage)) return [];
      return [{ node, kind }];
    });
  });
}

/**
 * Checks that values follow from the image alone as far as the file tells: `probeNetwork` finds out the rest.
 *
 * @param tensors the values that are to be read
 * @throws {UnsupportedModelError} naming all nodes at fault, and how the network is to be exported.
 */
export function requireRepeatable(model: OnnxModel, tensors: Iterable<string>): void {
  const faults = unrepeatableNodes(model, tensors);
  if (faults.length === 0) return;
  const kinds = [...new Set(faults.map(({ kind }) => kind))];
  const found = kinds.map((kind) => {
    const nodes = faults.filter((fault) => fault.kind === kind).map(({ node }) => describeNode(node));
    return `${kind} in ${[...new Set(nodes)].join(", ")}`;
  });
  throw new UnsupportedModelError(
    `The network cannot be analysed, since its numbers do not follow from the image alone. It has ${found.join("; and ")}. ${EXPORT_FOR_INFERENCE}`,
  );
}

function kindOf({ opset }: OnnxModel, stored: StoredValues, node: OnnxNode): Unrepeatable | null {
  if (node.domain !== "") return null;
  const isTest = attributeOf(node, "is_test")?.integer === 1;
  switch (node.operator) {
    case "BatchNormalization": {
      // From opset 7 to 13 asking for the means and variances of the batch is what puts it in training mode.
      const outputs = node.outputs.filter((output) => output !== "").length;
      const isTraining =
        opset >= 14 ? attributeOf(node, "training_mode")?.integer === 1 : opset >= 7 ? outputs > 1 : !isTest;
      return isTraining ? "batch normalisation in training mode" : null;
    }
    case "Dropout": {
      // Between them it is always that of inference. With a ratio of 0 it drops nothing (torchvision's Swin).
      const isTraining =
        opset >= 12
          ? storedIntegers(stored, node.inputs[2])?.[0] === 1 && !isStoredZero(stored, node.inputs[1])
          : opset < 7 && !isTest;
      return isTraining ? "dropout in training mode" : null;
    }
    default:
      return RANDOM.has(node.operator) ? "random numbers" : null;
  }
}
