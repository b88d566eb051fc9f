import type { OnnxNode } from "./graphProto.js";
import type { ModuleScope } from "./moduleScope.js";

/** A value with what its name is made from. */
export interface NamedValue {
  readonly tensor: string;
  readonly maker: OnnxNode;
  readonly scope: ModuleScope | undefined;
}

/**
 * A short name for each value, unique among the names given and the tensor names of the model.
 *
 * A value made in a module is named after the outermost module it is the last value of: `layer1` for the last block of
 * layer1, `layer1.0` for the block before. A Sequential of plain operations gives way to its child (`features.2`), as
 * in torchvision's names. A value in the middle of a module adds its operation: `layer1.0.add`. Other values keep
 * their tensor name, a bare number gets its operator: `relu_57`.
 *
 * @param values in forward order
 */
export function shortNames(values: readonly NamedValue[]): string[] {
  const lastOfModule = new Map<string, string>();
  for (const { tensor, scope } of values) {
    for (const module of scope?.modules ?? []) lastOfModule.set(module, tensor);
  }
  const lastOfLayer = new Map<string, string>();
  for (const { tensor } of values) {
    const place = layerPlace(tensor);
    if (place !== undefined) lastOfLayer.set(place.layer, tensor);
  }
  const reserved = new Set(values.map((value) => value.tensor));
  const taken = new Set<string>();
  return values.map((value) => {
    const wanted = wantedName(value, lastOfModule, lastOfLayer);
    let name = wanted;
    for (let copy = 2; taken.has(name) || (reserved.has(name) && name !== value.tensor); copy++) {
      name = `${wanted}_${copy}`;
    }
    taken.add(name);
    return name;
  });
}

function wantedName(
  { tensor, maker, scope }: NamedValue,
  lastOfModule: ReadonlyMap<string, string>,
  lastOfLayer: ReadonlyMap<string, string>,
): string {
  if (scope === undefined) {
    const place = layerPlace(tensor);
    if (place !== undefined) {
      return lastOfLayer.get(place.layer) === tensor ? place.layer : `${place.layer}/${place.operation}`;
    }
    return /^\d+$/.test(tensor) ? `${maker.operator.toLowerCase()}_${tensor}` : tensor;
  }
  const { modules, operation } = scope;
  const innermost = modules.length - 1;
  for (const [depth, module] of modules.entries()) {
    if (lastOfModule.get(module) !== tensor) continue;
    const isPlainSequential =
      depth === innermost - 1 && /^\.\d+$/.test(modules[innermost].slice(module.length));
    if (!isPlainSequential) return module;
  }
  const operationName = operation.toLowerCase();
  return innermost < 0 ? operationName : `${modules[innermost]}.${operationName}`;
}

/**
 * Layer and operation in a name that TensorFlow's converters write:
 * `StatefulPartitionedCall/resnet50/conv1_relu/Relu:0` is Relu of conv1_relu. Of fused operations, `;` between them, the
 * first counts.
 */
function layerPlace(tensor: string): { layer: string; operation: string } | undefined {
  if (!/^(Stateful)?PartitionedCall\//.test(tensor)) return undefined;
  const parts = tensor
    .split(";", 1)[0]
    .replace(/:\d+$/, "")
    .split("/")
    .filter((part) => part !== "" && !/^(Stateful)?PartitionedCall(_\d+)?$/.test(part));
  // The model's own name, its layers, and the operation last.
  if (parts.length < 3) return undefined;
  return { layer: parts.slice(1, -1).join("/"), operation: parts[parts.length - 1] };
}
