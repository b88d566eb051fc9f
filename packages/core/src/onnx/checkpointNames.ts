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
  const reserved = new Set(values.map((value) => value.tensor));
  const taken = new Set<string>();
  return values.map((value) => {
    const wanted = wantedName(value, lastOfModule);
    let name = wanted;
    for (let copy = 2; taken.has(name) || (reserved.has(name) && name !== value.tensor); copy++) {
      name = `${wanted}_${copy}`;
    }
    taken.add(name);
    return name;
  });
}

function wantedName({ tensor, maker, scope }: NamedValue, lastOfModule: ReadonlyMap<string, string>): string {
  if (scope === undefined) return /^\d+$/.test(tensor) ? `${maker.operator.toLowerCase()}_${tensor}` : tensor;
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
