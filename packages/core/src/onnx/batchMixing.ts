import { axesOf, type StoredValues, storedIntegers, storedWithin } from "./constants.js";
import { attributeOf, describeNode, type OnnxNode } from "./graphProto.js";
import type { OnnxModel } from "./model.js";
import { imageReaders, nodesWithin, upstreamNodes } from "./upstream.js";

const DYNAMIC_RANGE = new Set(["DynamicQuantizeLinear", "DynamicQuantizeLSTM", "DynamicQuantizeMatMul"]);
const OF_ONE_AXIS = new Set(["Concat", "CumSum", "Gather", "GatherElements", "Hardmax", "LogSoftmax"]);
for (const operator of ["LpNormalization", "Softmax", "Split", "TopK"]) OF_ONE_AXIS.add(operator);

/**
 * Nodes that take the range, or another sum, of their numbers over the whole batch, which makes an image's numbers depend
 * on the others whatever they are. Those of stored numbers alone do no such thing.
 *
 * @param tensors the values that are to be read
 */
export function wholeBatchReaders(model: OnnxModel, tensors: Iterable<string>): OnnxNode[] {
  const readsImage = imageReaders(model.graph);
  const entered = new Set<string>();
  return upstreamNodes(model.graph, tensors).filter(
    (node) =>
      readsImage(node) &&
      (isOfAllAxes(node) ||
        nodesWithin(model, node, entered).some(({ operator }) => DYNAMIC_RANGE.has(operator))),
  );
}

/** Whether a node reduces all axes of what it reads. */
function isOfAllAxes(node: OnnxNode): boolean {
  if (node.domain !== "" || !node.operator.startsWith("Reduce")) return false;
  const hasAxes = attributeOf(node, "axes") !== undefined || (node.inputs[1] ?? "") !== "";
  return !hasAxes && attributeOf(node, "noop_with_empty_axes")?.integer !== 1;
}

/**
 * The first node between values that mixes the images of a batch by what its operator says, with what it does.
 *
 * @param to the value that depends on the batch
 * @param from values that do not
 * @returns a clause: `node "mean" (ReduceMean) works along the batch axis`; null where no operator tells
 */
export function mixingBetween(
  model: OnnxModel,
  to: readonly string[],
  from: ReadonlySet<string>,
): string | null {
  const entered = new Set<string>();
  for (const outer of upstreamNodes(model.graph, to, from)) {
    const within = nodesWithin(model, outer, entered);
    const stored = storedWithin(model.graph, within);
    for (const node of within) {
      const does = mixing(model, stored, node);
      if (does !== null) return `${describeNode(node)} ${does}`;
    }
  }
  return null;
}

/** What a node does that involves several images of a batch; null where its operator does not tell. */
function mixing({ opset }: OnnxModel, stored: StoredValues, node: OnnxNode): string | null {
  const { operator } = node;
  const along = "works along the batch axis";
  if (DYNAMIC_RANGE.has(operator)) return "takes the range of its numbers over the whole batch";
  if (operator.startsWith("Reduce") || operator === "MeanVarianceNormalization") {
    if (isOfAllAxes(node)) return "works along all axes, the batch among them";
    const usual = operator === "MeanVarianceNormalization" ? [0] : [];
    const axes = axesOf(stored, node) ?? usual;
    return axes.includes(0) ? along : null;
  }
  if (operator === "Reshape") {
    const first = storedIntegers(stored, node.inputs[1])?.[0] ?? attributeOf(node, "shape")?.integers[0] ?? 0;
    // 0 keeps the axis, -1 makes it what is left.
    return first > 0 ? `gives a first axis of ${first}, however many images there are` : null;
  }
  if (operator === "Transpose") {
    const order = attributeOf(node, "perm")?.integers ?? [];
    return order.length > 0 && order[0] !== 0 ? "puts another axis in the place of the batch" : null;
  }
  if (operator === "Flatten") {
    return attributeOf(node, "axis")?.integer === 0 ? "puts all images in one row" : null;
  }
  if (!OF_ONE_AXIS.has(operator)) return null;
  const usual =
    operator === "Gather" || operator === "GatherElements" || operator === "Split" ? 0 : undefined;
  const axis =
    attributeOf(node, "axis")?.integer ??
    (operator === "CumSum" ? storedIntegers(stored, node.inputs[1])?.[0] : undefined) ??
    usual;
  if (axis !== 0) return null;
  // Up to opset 12 a softmax over axis 0 is one over all axes, the batch among them.
  return operator.endsWith("oftmax") && opset < 13 ? "works along all axes, the batch among them" : along;
}
