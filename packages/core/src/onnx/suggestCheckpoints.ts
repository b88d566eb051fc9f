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

/** Operators that hand on the same numbers in another shape. */
const RESHAPES = new Set(["Identity", "Dropout", "Flatten", "Reshape", "Squeeze", "Unsqueeze", "Transpose"]);

/**
 * The values worth looking at first: the stages of the network and its outputs.
 *
 * Where the names show the modules, a stage is the last value of a module with more than one operation, a pooling
 * layer, or an activation not followed by pooling alone; outermost modules first, inner ones when those are fewer than
 * four. Otherwise the stages are pooling layers and the ends of residual and concatenating blocks, or activations
 * in a network that has no blocks. Four pooling layers or more are stages enough: activations between them are left
 * out. What is only pooled over windows, or only given another shape, is left out for what comes of it. More than
 * MAX_SUGGESTIONS are thinned evenly over the depth.
 *
 * @param values float activations in forward order
 * @returns tensor names
 */
export function suggestCheckpoints(graph: OnnxGraph, values: readonly NamedValue[]): Set<string> {
  const outputs = new Set(graph.outputs.map((output) => output.name));
  let stages = moduleStages(graph, values);
  if (stages.size < FEW_STAGES) stages = operatorStages(graph, values);
  const chosen = withoutRepeats(
    graph,
    values.map((value) => value.tensor).filter((tensor) => stages.has(tensor) || outputs.has(tensor)),
  );
  if (chosen.length < 2) return new Set(thin(values.map((value) => value.tensor)));
  return new Set(thin(chosen));
}

/** The names without those that are read by operators that only change the shape, on the way to another of the names. */
function withoutRepeats(graph: OnnxGraph, names: readonly string[]): string[] {
  const repeated = new Set<string>();
  for (const name of names) {
    let maker = graph.producers.get(name);
    while (maker?.domain === "" && RESHAPES.has(maker.operator)) {
      const [source] = maker.inputs;
      if ((graph.consumers.get(source) ?? []).length === 1) repeated.add(source);
      maker = graph.producers.get(source);
    }
  }
  return names.filter((name) => !repeated.has(name));
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
  const isStage = stageByItself(graph, values);
  const stages = new Set<string>();
  for (let level = 1; level <= deepest && stages.size < FEW_STAGES; level++) {
    for (const { tensor, maker, scope } of values) {
      const module = scope?.modules[level - 1];
      if (module === undefined || lastOfModule.get(module) !== tensor) continue;
      const isBlock = (sizes.get(module) ?? 0) > 1 && !isOnlyPooled(graph, tensor, isWindowPool);
      if (isBlock || isStage(tensor, maker)) stages.add(tensor);
    }
  }
  return stages;
}

function operatorStages(graph: OnnxGraph, values: readonly NamedValue[]): Set<string> {
  const activations = new Set(values.map((value) => value.tensor));
  const blockEnds = values
    .filter(({ maker }) => isJoin(maker, activations))
    .map(({ tensor }) => activationAfter(graph, tensor) ?? tensor);
  const stages = new Set(blockEnds.filter((tensor) => !isOnlyPooled(graph, tensor, isWindowPool)));
  const isStage = stageByItself(graph, values);
  for (const { tensor, maker } of values) {
    if ((blockEnds.length === 0 || isPool(maker)) && isStage(tensor, maker)) stages.add(tensor);
  }
  return stages;
}

/** Tells whether a value is a pooling layer that ends a stage, or an activation that is more than a step before one. */
function stageByItself(
  graph: OnnxGraph,
  values: readonly NamedValue[],
): (tensor: string, maker: OnnxNode) => boolean {
  const order = new Map(values.map((value, i) => [value.tensor, i]));
  const pools = values
    .filter(({ tensor, maker }) => isPool(maker) && !isOnlyPooled(graph, tensor, isWindowPool))
    .map((value) => value.tensor);
  const lastPool = pools.length < FEW_STAGES ? -1 : (order.get(pools[pools.length - 1]) ?? -1);
  return (tensor, maker) => {
    if (isPool(maker)) return pools.includes(tensor);
    if (!ACTIVATIONS.has(maker.operator) || (order.get(tensor) ?? 0) < lastPool) return false;
    return !isOnlyPooled(graph, tensor, isPool);
  };
}

/** True when every reader of a value is a pooling layer, be its axes turned before; false for a value nobody reads. */
function isOnlyPooled(graph: OnnxGraph, tensor: string, isPooling: (node: OnnxNode) => boolean): boolean {
  const readers = graph.consumers.get(tensor) ?? [];
  const isPooled = (node: OnnxNode) => {
    if (node.domain !== "" || node.operator !== "Transpose") return isPooling(node);
    const behind = graph.consumers.get(node.outputs[0]) ?? [];
    return behind.length > 0 && behind.every(isPooling);
  };
  return readers.length > 0 && readers.every(isPooled);
}

function isWindowPool(node: OnnxNode): boolean {
  return isPool(node) && !node.operator.startsWith("Global");
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
