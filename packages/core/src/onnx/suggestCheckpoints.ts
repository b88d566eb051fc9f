import type { NamedValue } from "./checkpointNames.js";
import type { OnnxGraph } from "./graph.js";
import type { OnnxNode } from "./graphProto.js";

/** The most checkpoints that are suggested. */
export const MAX_SUGGESTIONS = 12;
/** With fewer stages than this the next level of modules is looked at. */
const FEW_STAGES = 4;

const ACTIVATIONS = new Set([
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
  "Tanh",
]);

/**
 * The values worth looking at first: the stages of the network and its outputs.
 *
 * Where the names show the modules, a stage is the last value of a module with more than one operation, a pooling
 * layer, or an activation not followed by pooling alone; outermost modules first, inner ones when those are fewer than
 * four. Otherwise the stages are pooling layers and the ends of residual and concatenating blocks, or activations
 * in a network that has no blocks. More than MAX_SUGGESTIONS are thinned evenly over the depth.
 *
 * @param values float activations in forward order
 * @returns tensor names
 */
export function suggestCheckpoints(graph: OnnxGraph, values: readonly NamedValue[]): Set<string> {
  const outputs = new Set(graph.outputs.map((output) => output.name));
  let stages = moduleStages(graph, values);
  if (stages.size < FEW_STAGES) stages = operatorStages(graph, values);
  const chosen = values
    .map((value) => value.tensor)
    .filter((tensor) => stages.has(tensor) || outputs.has(tensor));
  if (chosen.length < 2) return new Set(thin(values.map((value) => value.tensor)));
  return new Set(thin(chosen));
}

function moduleStages(graph: OnnxGraph, values: readonly NamedValue[]): Set<string> {
  const sizes = new Map<string, number>();
  const lastOfModule = new Map<string, string>();
  let deepest = 0;
  for (const { tensor, scope } of values) {
    for (const module of scope?.modules ?? []) {
      sizes.set(module, (sizes.get(module) ?? 0) + 1);
      lastOfModule.set(module, tensor);
    }
    deepest = Math.max(deepest, scope?.modules.length ?? 0);
  }
  const stages = new Set<string>();
  for (let level = 1; level <= deepest && stages.size < FEW_STAGES; level++) {
    for (const { tensor, maker, scope } of values) {
      const module = scope?.modules[level - 1];
      if (module === undefined || lastOfModule.get(module) !== tensor) continue;
      if ((sizes.get(module) ?? 0) > 1 || isStageByItself(graph, tensor, maker)) stages.add(tensor);
    }
  }
  return stages;
}

function operatorStages(graph: OnnxGraph, values: readonly NamedValue[]): Set<string> {
  const activations = new Set(values.map((value) => value.tensor));
  const pools = values.filter((value) => isPool(value.maker));
  const blockEnds = values.flatMap(({ tensor, maker }) =>
    isJoin(maker, activations) ? [activationAfter(graph, tensor) ?? tensor] : [],
  );
  const stages = new Set([...pools.map((value) => value.tensor), ...blockEnds]);
  if (blockEnds.length === 0) {
    for (const { tensor, maker } of values) if (isStageByItself(graph, tensor, maker)) stages.add(tensor);
  }
  return stages;
}

/** A pooling layer, or an activation that is more than the step before a pooling layer. */
function isStageByItself(graph: OnnxGraph, tensor: string, maker: OnnxNode): boolean {
  if (isPool(maker)) return true;
  if (!ACTIVATIONS.has(maker.operator)) return false;
  return !(graph.consumers.get(tensor) ?? []).every(isPool);
}

function isPool(node: OnnxNode): boolean {
  return node.domain === "" && node.operator.endsWith("Pool");
}

/** Two branches meet: Concat, or a sum of two activations (a bias is no activation). */
function isJoin(node: OnnxNode, activations: ReadonlySet<string>): boolean {
  if (node.operator !== "Add" && node.operator !== "Sum" && node.operator !== "Concat") return false;
  return node.inputs.filter((input) => activations.has(input)).length > 1;
}

/** The activation that is the only reader of a value. */
function activationAfter(graph: OnnxGraph, tensor: string): string | undefined {
  const readers = graph.consumers.get(tensor) ?? [];
  return readers.length === 1 && ACTIVATIONS.has(readers[0].operator) ? readers[0].outputs[0] : undefined;
}

/** At most MAX_SUGGESTIONS of the names, evenly spread, the first and the last among them. */
function thin(names: readonly string[]): string[] {
  if (names.length <= MAX_SUGGESTIONS) return [...names];
  const step = (names.length - 1) / (MAX_SUGGESTIONS - 1);
  return Array.from({ length: MAX_SUGGESTIONS }, (_, i) => names[Math.round(i * step)]);
}
