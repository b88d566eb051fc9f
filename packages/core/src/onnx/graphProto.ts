import type { ReadBudget } from "./limits.js";
import { readTensor, type TensorHeader } from "./tensor.js";
import { readValueInfo, type ValueInfo } from "./valueInfo.js";
import type { WireReader } from "./wire.js";

/** What is read of an attribute: enough to know types and nested graphs. */
export interface OnnxAttribute {
  readonly name: string;
  /** Value of an integer attribute. */
  readonly integer: number | undefined;
  /** Values of an attribute of integers; empty for any other. */
  readonly integers: readonly number[];
  /** Header of a tensor attribute. */
  readonly tensor: TensorHeader | undefined;
  /** Nested graphs: branches of If, bodies of Loop and Scan. */
  readonly graphs: readonly GraphProto[];
}

/** One operation of a graph. */
export interface OnnxNode {
  readonly name: string;
  /** Operator type: `Conv`, `Relu`. */
  readonly operator: string;
  /** Operator set; "" is ONNX's own. */
  readonly domain: string;
  /** Which of the file's functions of one name is called; "" where there is one. */
  readonly overload: string;
  /** Names of values; "" is an optional input left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: readonly OnnxAttribute[];
}

/** Field numbers of NodeProto. */
export const NodeField = {
  input: 1,
  output: 2,
  name: 3,
  operator: 4,
  attribute: 5,
  domain: 7,
  overload: 8,
} as const;

/** Field numbers of AttributeProto. */
export const AttributeField = {
  name: 1,
  integer: 3,
  tensor: 5,
  graph: 6,
  integers: 8,
  tensors: 10,
  graphs: 11,
  type: 20,
  sparseTensor: 22,
  sparseTensors: 23,
} as const;
/** Field numbers of SparseTensorProto. */
export const SparseField = { values: 1, indices: 2 } as const;

/** Reads a NodeProto with its attributes and nested graphs. */
export function readNode(reader: WireReader, budget: ReadBudget, depth: number): OnnxNode {
  budget.addNode();
  let name = "";
  let operator = "";
  let domain = "";
  let overload = "";
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes: OnnxAttribute[] = [];
  while (reader.next()) {
    switch (reader.field) {
      case NodeField.input:
        budget.addEntry();
        inputs.push(reader.text());
        break;
      case NodeField.output:
        budget.addEntry();
        outputs.push(reader.text());
        break;
      case NodeField.name:
        name = reader.text();
        break;
      case NodeField.operator:
        operator = reader.text();
        break;
      case NodeField.attribute:
        budget.addEntry();
        attributes.push(readAttribute(reader.message(`an attribute of ${reader.label}`), budget, depth));
        break;
      case NodeField.domain:
        domain = reader.text();
        break;
      case NodeField.overload:
        overload = reader.text();
        break;
    }
  }
  return {
    name,
    operator,
    domain: domain === "ai.onnx" ? "" : domain,
    overload,
    inputs,
    outputs,
    attributes,
  };
}

/** Reads an AttributeProto. Also used for the defaults of a local function. */
export function readAttribute(reader: WireReader, budget: ReadBudget, depth: number): OnnxAttribute {
  let name = "";
  let integer: number | undefined;
  let tensor: TensorHeader | undefined;
  const integers: number[] = [];
  const graphs: GraphProto[] = [];
  while (reader.next()) {
    switch (reader.field) {
      case AttributeField.name:
        name = reader.text();
        break;
      case AttributeField.integer:
        integer = reader.integer();
        break;
      case AttributeField.integers:
        for (const value of reader.integers()) {
          budget.addEntry();
          integers.push(value);
        }
        break;
      case AttributeField.tensor:
        tensor = readTensor(reader.message(`a tensor in ${reader.label}`), budget);
        break;
      case AttributeField.tensors:
        readTensor(reader.message(`a tensor in ${reader.label}`), budget);
        break;
      case AttributeField.sparseTensor:
      case AttributeField.sparseTensors:
        readSparseTensor(reader.message(`a sparse tensor in ${reader.label}`), budget);
        break;
      case AttributeField.graph:
      case AttributeField.graphs:
        graphs.push(readGraph(reader.message(`a graph in ${reader.label}`), budget, depth + 1));
        break;
    }
  }
  return { name, integer, integers, tensor, graphs };
}

/** Reads a SparseTensorProto; its name is that of its values. */
export function readSparseTensor(reader: WireReader, budget: ReadBudget): TensorHeader {
  let values: TensorHeader | undefined;
  while (reader.next()) {
    if (reader.field === SparseField.values)
      values = readTensor(reader.message(`values of ${reader.label}`), budget);
    else if (reader.field === SparseField.indices)
      readTensor(reader.message(`indices of ${reader.label}`), budget);
  }
  if (values === undefined) throw reader.damaged("has no values");
  // What is stored is not the whole tensor.
  return { ...values, integers: undefined };
}

/** An attribute of a node; undefined where the node has none of this name. */
export function attributeOf(node: OnnxNode, name: string): OnnxAttribute | undefined {
  return node.attributes.find((attribute) => attribute.name === name);
}

/** The node for people: its name with its operator, or the operator and what it makes. */
export function describeNode(node: OnnxNode): string {
  const kind = node.operator === "" ? "without an operator" : node.operator;
  if (node.name !== "") return `node "${node.name}" (${kind})`;
  return `the ${kind} node that makes "${node.outputs.find((output) => output !== "") ?? "nothing"}"`;
}

/** A graph as the file has it, in the file's order. */
export interface GraphProto {
  readonly nodes: readonly OnnxNode[];
  readonly initialisers: readonly TensorHeader[];
  /** Declared inputs; before IR version 4 the initialisers are among them. */
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly valueInfos: readonly ValueInfo[];
}

/** Field numbers of GraphProto. */
export const GraphField = {
  node: 1,
  initialiser: 5,
  input: 11,
  output: 12,
  valueInfo: 13,
  sparseInitialiser: 15,
} as const;

/** Reads a GraphProto, graphs inside its nodes included. */
export function readGraph(reader: WireReader, budget: ReadBudget, depth: number): GraphProto {
  budget.checkDepth(depth);
  const nodes: OnnxNode[] = [];
  const initialisers: TensorHeader[] = [];
  const inputs: ValueInfo[] = [];
  const outputs: ValueInfo[] = [];
  const valueInfos: ValueInfo[] = [];
  while (reader.next()) {
    switch (reader.field) {
      case GraphField.node:
        nodes.push(readNode(reader.message(`node ${nodes.length} of ${reader.label}`), budget, depth));
        break;
      case GraphField.initialiser:
        initialisers.push(
          readTensor(reader.message(`initialiser ${initialisers.length} of ${reader.label}`), budget),
        );
        break;
      case GraphField.sparseInitialiser:
        initialisers.push(
          readSparseTensor(reader.message(`a sparse initialiser of ${reader.label}`), budget),
        );
        break;
      case GraphField.input:
        inputs.push(readValueInfo(reader, budget));
        break;
      case GraphField.output:
        outputs.push(readValueInfo(reader, budget));
        break;
      case GraphField.valueInfo:
        valueInfos.push(readValueInfo(reader, budget));
        break;
    }
  }
  return { nodes, initialisers, inputs, outputs, valueInfos };
}
