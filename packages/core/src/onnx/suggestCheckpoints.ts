import type { NamedValue } from "./checkpointNames.js";
import type { OnnxGraph } from "./graph.js";
import type { OnnxNode } from "./graphProto.js";
import { ACTIVATIONS, layerEnds } from "./layerEnds.js";

/** What is known of a network's values once it has run. */
export interface KnownValues {
  /** For one image, by ONNX value name; a value without one is no checkpoint. */
  readonly shapes: ReadonlyMap<string, readonly number[]>;
  /** Values that are never suggested. */
  readonly neverSuggested: ReadonlySet<string>;
}

/** The most checkpoints that are suggested. */
export const MAX_SUGGESTIONS = 12;
/** With fewer stages than this the next level of modules is looked at. */
const FEW_STAGES = 4;
/** With fewer suggestions than this ends of layers are suggested as well. */
const FEW_SUGGESTIONS = 6;

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
 * Fewer than FEW_SUGGESTIONS are joined by the ends of convolutional layers: first the last one of each resolution and
 * number of channels, then others, evenly over the depth. What only a join reads is left out for what comes of it.
 *
 * @param values float activations in forward order
 * @param known shapes, and values that are not to be suggested, once the network has run
 * @returns tensor names
 */
export function suggestCheckpoints(
  graph: OnnxGraph,
  values: readonly NamedValue[],
  known?: KnownValues,
): Set<string> {
  const outputs = new Set(graph.outputs.map((output) => output.name));
  let stages = moduleStages(graph, values);
  if (stages.size < FEW_STAGES) stages = operatorStages(graph, values);
  const order = values.map((value) => value.tensor).filter((tensor) => !known?.neverSuggested.has(tensor));
  const chosen = withoutRepeats(
    graph,
    order.filter((tensor) => stages.has(tensor) || outputs.has(tensor)),
  );
  const enough = chosen.length < FEW_SUGGESTIONS ? withLayers(graph, values, order, chosen, known) : chosen;
  return new Set(thin(enough.length < 2 ? order : enough));
}

/** The chosen names with as many ends of layers as there is room for. */
function withLayers(
  graph: OnnxGraph,
  values: readonly NamedValue[],
  order: readonly string[],
  chosen: readonly string[],
  known: KnownValues | undefined,
): string[] {
  const taken = new Set(chosen);
  const activations = new Set(values.map(({ tensor }) => tensor));
  const isPassedOn = (node: OnnxNode) => isWindowPool(node) || isJoin(node, activations);
  const ends = layerEnds(graph, values);
  const shown = order.filter(
    (tensor) => taken.has(tensor) || (ends.has(tensor) && !isOnlyRead(graph, tensor, isPassedOn)),
  );
  // What is chosen already stays for what it is a repeat of.
  const layers = withoutRepeats(graph, shown).filter((tensor) => !taken.has(tensor));
  const shapeOf = (tensor: string) => known?.shapes.get(tensor)?.join() ?? "";
  const stageEnds = layers.filter((tensor) => {
    const next = shown[shown.indexOf(tensor) + 1];
    return next === undefined || shapeOf(next) !== shapeOf(tensor);
  });
  for (const more of [stageEnds, layers.filter((tensor) => !stageEnds.includes(tensor))]) {
    for (const tensor of thin(more, Math.max(0, MAX_SUGGESTIONS - taken.size))) taken.add(tensor);
  }
  return order.filter((tensor) => taken.has(tensor));
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
      const isBlock = (sizes.get(module) ?? 0) > 1 && !isOnlyRead(graph, tensor, isWindowPool);
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
  const stages = new Set(blockEnds.filter((tensor) => !isOnlyRead(graph, tensor, isWindowPool)));
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
    .filter(({ tensor, maker }) => isPool(maker) && !isOnlyRead(graph, tensor, isWindowPool))
    .map((value) => value.tensor);
  const lastPool = pools.length < FEW_STAGES ? -1 : (order.get(pools[pools.length - 1]) ?? -1);
  return (tensor, maker) => {
    if (isPool(maker)) return pools.includes(tensor);
    if (!ACTIVATIONS.has(maker.operator) || (order.get(tensor) ?? 0) < lastPool) return false;
    return !isOnlyRead(graph, tensor, isPool);
  };
}

/** True when every reader of a value is of a kind, be its axes turned before; false for a value nobody reads. */
function isOnlyRead(graph: OnnxGraph, tensor: string, isReader: (node: OnnxNode) => boolean): boolean {
  const readers = graph.consumers.get(tensor) ?? [];
  const isOfKind = (node: OnnxNode) => {
    if (node.domain !== "" || node.operator !== "Transpose") return isReader(node);
    const behind = graph.consumers.get(node.outputs[0]) ?? [];
    return behind.length > 0 && behind.every(isReader);
  };
  return readers.length > 0 && readers.every(isOfKind);
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

/** At most so many of the names, evenly spread, the first and the last among them. */
function thin(names: readonly string[], most: number = MAX_SUGGESTIONS): string[] {
  if (names.length <= most) return [...names];
  if (most < 2) return names.slice(names.length - most);
  const step = (names.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, i) => names[Math.round(i * step)]);
}
