import type { NamedValue } from "./checkpointNames.js";
import type { OnnxGraph } from "./graph.js";
import type { OnnxNode } from "./graphProto.js";

/** Operators that are a layer's nonlinearity. */
export const ACTIVATIONS = new Set([
  "Relu",
  "LeakyRelu",
  "PRelu",
  "ThresholdedRelu",
  "Elu",
  "Selu",
  "Celu",
  "Gelu",
  "Clip",
  "Sigmoid",
  "HardSigmoid",
  "HardSwish",
  "Mish",
  "Softplus",
  "Softsign",
  "Swish",
  "Tanh",
]);

/** What a convolution is followed by within its layer. */
const FOLLOWERS = new Set([
  ...ACTIVATIONS,
  "BatchNormalization",
  "InstanceNormalization",
  "GroupNormalization",
  "LayerNormalization",
  "QuantizeLinear",
  "DequantizeLinear",
  "Cast",
  "Identity",
  "Dropout",
  "Transpose",
]);

/**
 * The last values of convolutional layers: of each convolution with the bias, normalisation and activation that only it
 * is read by. A gate (x * sigmoid(x)) is an activation.
 *
 * @param values float activations in forward order
 */
export function layerEnds(graph: OnnxGraph, values: readonly NamedValue[]): Set<string> {
  const activations = new Set(values.map(({ tensor }) => tensor));
  const ends = new Set<string>();
  for (const node of graph.nodes) {
    if (!isConvolution(node)) continue;
    let end: string | undefined;
    for (let value: string | undefined = node.outputs[0]; value !== undefined; ) {
      // The axes of a layer's last value may be turned, for the next one.
      const isTurned = graph.producers.get(value)?.operator === "Transpose";
      if (activations.has(value) && !isTurned) end = value;
      value = nextInLayer(graph, value, activations);
    }
    if (end !== undefined) ends.add(end);
  }
  return ends;
}

/** Of whatever domain: fused, quantised and channels-last ones end in the same word, some with what is done to it. */
function isConvolution({ operator }: OnnxNode): boolean {
  return /Conv(Transpose|Integer)?$/.test(operator);
}

/** What a layer makes of one of its values; undefined where the layer ends. */
function nextInLayer(graph: OnnxGraph, value: string, activations: ReadonlySet<string>): string | undefined {
  const readers = graph.consumers.get(value) ?? [];
  if (readers.length === 1) {
    const [reader] = readers;
    const isAffine =
      (reader.operator === "Add" || reader.operator === "Mul") &&
      reader.inputs.every((input) => input === value || !activations.has(input));
    return FOLLOWERS.has(reader.operator) || isAffine ? reader.outputs[0] : undefined;
  }
  if (readers.length !== 2) return undefined;
  const gate = readers.find(({ operator }) => ACTIVATIONS.has(operator));
  const product = readers.find(({ operator }) => operator === "Mul");
  return gate !== undefined && product?.inputs.includes(gate.outputs[0]) ? product.outputs[0] : undefined;
}
