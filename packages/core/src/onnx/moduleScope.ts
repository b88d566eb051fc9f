import type { OnnxNode } from "./graphProto.js";

/**
 * Where in a network's module tree a value is made, read off the names that PyTorch's exporter writes:
 * `/layer1/layer1.1/relu_1/Relu_output_0` is made by `Relu` in layer1, layer1.1, relu_1.
 */
export interface ModuleScope {
  /** Modules from the outermost to the innermost, as qualified names: `layer1`, `layer1.1`, `layer1.1.relu_1`. */
  readonly modules: readonly string[];
  /** The operation inside the innermost module, with its number where it has one: `Add`, `Relu_1`. */
  readonly operation: string;
}

const VALUE_NAME = /^\/(?<path>(?:[^/]+\/)*)(?<operation>[A-Za-z][A-Za-z0-9]*(?:_\d+)?)_output_\d+$/;
const NODE_NAME = /^\/(?<path>(?:[^/]+\/)*)(?<operation>[A-Za-z][A-Za-z0-9]*(?:_\d+)?)$/;

/** The scope of a value by its own name, else by that of the node that makes it; undefined for other names. */
export function moduleScope(value: string, maker: OnnxNode): ModuleScope | undefined {
  const groups = (VALUE_NAME.exec(value) ?? NODE_NAME.exec(maker.name))?.groups;
  if (groups === undefined) return undefined;
  const modules: string[] = [];
  let qualified = "";
  let previous = "";
  for (const part of groups["path"].split("/")) {
    if (part === "") continue;
    // A child of a Sequential carries its parent's name (`layer1/layer1.1`), any other child does not (`layer1.1/conv1`).
    if (previous !== "" && part.startsWith(`${previous}.`)) {
      qualified = qualified.slice(0, qualified.length - previous.length) + part;
    } else {
      qualified = qualified === "" ? part : `${qualified}.${part}`;
    }
    previous = part;
    modules.push(qualified);
  }
  return { modules, operation: groups["operation"] };
}
