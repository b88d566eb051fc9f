import { OnnxFormatError } from "../errors.js";
import { buildGraph, type OnnxGraph } from "./graph.js";
import { type GraphProto, type OnnxNode, readAttribute, readGraph, readNode } from "./graphProto.js";
import { ReadBudget } from "./limits.js";
import { FunctionField, ModelField, OpsetField, readFileFields, TrainingField } from "./modelProto.js";
import { concatBytes, encodeBytesHeader, type WireReader } from "./wire.js";

/** A readable ONNX model. It keeps the bytes of the file and copies no tensor. */
export interface OnnxModel {
  /** The whole file; what is not understood stays in it and is written back as it was. */
  readonly bytes: Uint8Array;
  readonly irVersion: number;
  /** Version of ONNX's own operator set. */
  readonly opset: number;
  /** Program that wrote the file, with its version where given: `pytorch 1.13.0`; "" when not said. */
  readonly producer: string;
  readonly graph: OnnxGraph;
  /** Nodes of the file's own functions, by `functionKey`. */
  readonly functions: ReadonlyMap<string, readonly OnnxNode[]>;
  /** Where the graph field begins, and its content begins and ends, in `bytes`. */
  readonly graphRange: GraphRange;
}

export interface GraphRange {
  readonly fieldStart: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Reads an ONNX model (ModelProto) and checks that it hangs together: tensors as long as their shapes say, all data
 * inside the file, every value a node reads made by somebody, no cycle. Nothing is executed.
 *
 * @param bytes the whole file; kept, not copied, so it must not change afterwards
 * @throws {OnnxFormatError} when the bytes are no ONNX model, are cut off or damaged, exceed MODEL_LIMITS, or when
 *   weights lie in another file: `readExternalData` brings them in first.
 * @throws {UnsupportedModelError} when an element type is unknown. Which operator sets can be opened the runtime says.
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
export function readModel(bytes: Uint8Array): OnnxModel {
  const parts = readParts(bytes);
  if (parts.graph === undefined || parts.graphRange === undefined) {
    throw new OnnxFormatError(
      "The file has no graph: it is not an ONNX model, or it is cut off before its graph.",
    );
  }
  if (parts.opset === undefined) {
    throw new OnnxFormatError(
      "The model names no version of ONNX's operator set: the file is cut off or not ONNX.",
    );
  }
  return {
    bytes,
    irVersion: parts.irVersion,
    opset: parts.opset,
    producer: `${parts.producerName} ${parts.producerVersion}`.trim(),
    graph: buildGraph(parts.graph),
    functions: parts.functions,
    graphRange: parts.graphRange,
  };
}

/**
 * The model as a file, with fields added at the end of its graph. Every other byte is as it was read; without fields
 * it is the array that was read.
 *
 * @param graphFields encoded fields of GraphProto, tag and length included
 */
export function writeModel(model: OnnxModel, graphFields: readonly Uint8Array[] = []): Uint8Array {
  if (graphFields.length === 0) return model.bytes;
  const { start, end } = model.graphRange;
  return replaceGraph(model, [model.bytes.subarray(start, end), ...graphFields]);
}

/**
 * The model as a file with another graph. What is not the graph stays as it was read, byte for byte.
 *
 * @param content encoded fields of GraphProto, one after another
 */
export function replaceGraph(model: OnnxModel, content: readonly Uint8Array[]): Uint8Array {
  const { fieldStart, end } = model.graphRange;
  const length = content.reduce((sum, part) => sum + part.length, 0);
  return concatBytes([
    model.bytes.subarray(0, fieldStart),
    encodeBytesHeader(ModelField.graph, length),
    ...content,
    model.bytes.subarray(end),
  ]);
}

interface ModelParts {
  irVersion: number;
  producerName: string;
  producerVersion: string;
  opset: number | undefined;
  graph: GraphProto | undefined;
  graphRange: GraphRange | undefined;
  readonly functions: Map<string, readonly OnnxNode[]>;
}

function readParts(bytes: Uint8Array): ModelParts {
  const parts: ModelParts = {
    irVersion: 0,
    producerName: "",
    producerVersion: "",
    opset: undefined,
    graph: undefined,
    graphRange: undefined,
    functions: new Map(),
  };
  const budget = new ReadBudget();
  const file = readFileFields(bytes);
  while (file.next()) {
    switch (file.field) {
      case ModelField.irVersion:
        parts.irVersion = file.integer();
        break;
      case ModelField.producerName:
        parts.producerName = file.text();
        break;
      case ModelField.producerVersion:
        parts.producerVersion = file.text();
        break;
      case ModelField.graph:
        if (parts.graph !== undefined) throw file.damaged("has two graphs");
        parts.graphRange = { fieldStart: file.fieldStart, start: file.valueStart, end: file.valueEnd };
        parts.graph = readGraph(file.message("the graph"), budget, 0);
        break;
      case ModelField.opsetImport:
        parts.opset = readOpset(file.message("the list of operator sets")) ?? parts.opset;
        break;
      case ModelField.trainingInfo:
        checkTrainingInfo(file.message("the training information"), budget);
        break;
      case ModelField.functions:
        readFunction(file.message("a local function"), budget, parts.functions);
        break;
    }
  }
  return parts;
}

/** Version of ONNX's own operator set, or undefined for another domain. */
function readOpset(reader: WireReader): number | undefined {
  let domain = "";
  let version = 0;
  while (reader.next()) {
    if (reader.field === OpsetField.domain) domain = reader.text();
    else if (reader.field === OpsetField.version) version = reader.integer();
  }
  return domain === "" || domain === "ai.onnx" ? version : undefined;
}

/** Training graphs are never run, but their tensors must keep to the rules as well. */
function checkTrainingInfo(reader: WireReader, budget: ReadBudget): void {
  while (reader.next()) {
    if (reader.field === TrainingField.initialisation || reader.field === TrainingField.algorithm) {
      readGraph(reader.message("a training graph"), budget, 1);
    }
  }
}

/** The key of a function that a node calls by its domain, operator and overload. */
export function functionKey({
  domain,
  operator,
  overload,
}: Pick<OnnxNode, "domain" | "operator" | "overload">): string {
  return `${domain}:${operator}:${overload}`;
}

function readFunction(
  reader: WireReader,
  budget: ReadBudget,
  functions: Map<string, readonly OnnxNode[]>,
): void {
  let domain = "";
  let operator = "";
  let overload = "";
  const nodes: OnnxNode[] = [];
  while (reader.next()) {
    if (reader.field === FunctionField.name) operator = reader.text();
    else if (reader.field === FunctionField.domain) domain = reader.text();
    else if (reader.field === FunctionField.overload) overload = reader.text();
    else if (reader.field === FunctionField.node)
      nodes.push(readNode(reader.message("a node of a local function"), budget, 1));
    else if (reader.field === FunctionField.attributeDefault) {
      readAttribute(reader.message("a default of a local function"), budget, 1);
    }
  }
  functions.set(functionKey({ domain, operator, overload }), nodes);
}
