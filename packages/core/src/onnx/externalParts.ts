import { OnnxFormatError } from "../errors.js";
import { type ExternalTensor, readExternalTensor } from "./externalTensor.js";
import { AttributeField, GraphField, NodeField, SparseField } from "./graphProto.js";
import { MODEL_LIMITS } from "./limits.js";
import { FunctionField, ModelField, readFileFields, TrainingField } from "./modelProto.js";
import { TensorField } from "./tensor.js";
import { encodeBytesHeader, WireReader } from "./wire.js";

/** A piece of a file: bytes that are there, or the values of a tensor that are to be read. */
export type Part = Uint8Array | ExternalTensor;

/** Messages in which tensors can be. */
type Kind = "model" | "training" | "function" | "graph" | "node" | "attribute" | "sparse" | "tensor";

/** Per message the fields that hold others. */
const HOLDS: Readonly<Record<Kind, Readonly<Record<number, Kind>>>> = {
  model: {
    [ModelField.graph]: "graph",
    [ModelField.trainingInfo]: "training",
    [ModelField.functions]: "function",
  },
  training: { [TrainingField.initialisation]: "graph", [TrainingField.algorithm]: "graph" },
  function: { [FunctionField.node]: "node", [FunctionField.attributeDefault]: "attribute" },
  graph: {
    [GraphField.node]: "node",
    [GraphField.initialiser]: "tensor",
    [GraphField.sparseInitialiser]: "sparse",
  },
  node: { [NodeField.attribute]: "attribute" },
  attribute: {
    [AttributeField.tensor]: "tensor",
    [AttributeField.tensors]: "tensor",
    [AttributeField.graph]: "graph",
    [AttributeField.graphs]: "graph",
    [AttributeField.sparseTensor]: "sparse",
    [AttributeField.sparseTensors]: "sparse",
  },
  sparse: { [SparseField.values]: "tensor", [SparseField.indices]: "tensor" },
  tensor: {},
};

const NAMES: Readonly<Record<Exclude<Kind, "node">, string>> = {
  model: "the file",
  training: "the training information",
  function: "a local function",
  graph: "the graph",
  attribute: "an attribute",
  sparse: "a sparse tensor",
  tensor: "a tensor",
};

/** What a tensor loses when its values are brought in. */
const LEFT_OUT: ReadonlySet<number> = new Set([
  TensorField.rawData,
  TensorField.externalData,
  TensorField.dataLocation,
]);

/** A message in parts, and the number of their bytes. */
export interface FileParts {
  readonly parts: Part[];
  readonly length: number;
}

/**
 * The file of a model in parts, with the values of tensors in other files in their places; every other byte as it was.
 *
 * @returns null when no tensor has its values in another file
 * @throws {OnnxFormatError} when the bytes are no ONNX model or are damaged.
 */
export function externalParts(bytes: Uint8Array): FileParts | null {
  return partsOf(readFileFields(bytes), "model", 0);
}

function partsOf(reader: WireReader, kind: Kind, depth: number): FileParts | null {
  if (depth > MODEL_LIMITS.graphDepth) {
    throw new OnnxFormatError(`The model nests graphs more than ${MODEL_LIMITS.graphDepth} deep.`);
  }
  if (kind === "tensor") return partsOfTensor(reader);
  const { bytes, start, end } = reader;
  const parts: Part[] = [];
  let length = 0;
  let copied = start;
  let nodes = 0;
  while (reader.next()) {
    const { field, fieldStart, valueEnd } = reader;
    const inner = HOLDS[kind][field];
    if (inner === undefined) continue;
    const name = inner === "node" ? `node ${nodes++}` : NAMES[inner];
    const message = reader.message(kind === "model" ? name : `${name} of ${reader.label}`);
    const changed = partsOf(message, inner, inner === "graph" ? depth + 1 : depth);
    if (changed === null) continue;
    const before = [bytes.subarray(copied, fieldStart), encodeBytesHeader(field, changed.length)];
    length += before[0].length + before[1].length + changed.length;
    for (const part of [...before, ...changed.parts]) parts.push(part);
    copied = valueEnd;
  }
  if (parts.length === 0) return null;
  parts.push(bytes.subarray(copied, end));
  return { parts, length: length + end - copied };
}

function partsOfTensor(reader: WireReader): FileParts | null {
  const tensor = readExternalTensor(new WireReader(reader.bytes, reader.start, reader.end, reader.label));
  if (tensor === null) return null;
  const parts: Part[] = [];
  while (reader.next()) {
    if (!LEFT_OUT.has(reader.field)) parts.push(reader.bytes.subarray(reader.fieldStart, reader.valueEnd));
  }
  parts.push(encodeBytesHeader(TensorField.rawData, tensor.length), tensor);
  return { parts, length: parts.reduce((sum, part) => sum + part.length, 0) };
}
