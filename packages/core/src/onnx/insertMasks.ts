import { ElementType } from "./elementType.js";
import { encodeNode } from "./encodeNode.js";
import { FreshNames } from "./freshNames.js";
import { GraphField, NodeField } from "./graphProto.js";
import { type OnnxModel, readModel, replaceGraph } from "./model.js";
import { requireActivation } from "./requireActivation.js";
import { encodeTensorInfo } from "./valueInfo.js";
import { inferElementTypes } from "./valueTypes.js";
import { concatBytes, encodeBytes, encodeText, WireReader } from "./wire.js";

/** A model whose activations are multiplied by masks that are fed with every batch. */
export interface MaskedModel {
  readonly model: OnnxModel;
  /** Graph input of the mask of each masked value: float32 [1, C, H, W] or [1, C], the same for all images. */
  readonly maskInputs: ReadonlyMap<string, string>;
}

/**
 * Multiplies values by masks that are inputs of the graph, so that one session serves all masks. The masked value
 * takes the name of the value: whoever reads it, nested graphs and the graph's outputs included, sees it masked, and
 * `exposeOutputs` exposes it masked. Everything else in the file stays as it was, byte for byte.
 *
 * @param shapes per ONNX value name the shape for one image, [C, H, W] or [C]
 * @throws {RunSpecError} for a value the graph does not make, with the names there are.
 * @throws {UnsupportedModelError} for a value that is no floating-point tensor.
 */
export function insertMasks(model: OnnxModel, shapes: ReadonlyMap<string, readonly number[]>): MaskedModel {
  if (shapes.size === 0) return { model, maskInputs: new Map() };
  const types = inferElementTypes(model.graph);
  const names = new FreshNames(model.graph);
  const masks = new Map<string, Mask>();
  for (const tensor of shapes.keys()) {
    requireActivation(model, types, tensor);
    masks.set(tensor, {
      input: names.name(`${tensor}/mask`),
      unmasked: names.name(`${tensor}/unmasked`),
      half: types.get(tensor) === ElementType.float16 ? names.name(`${tensor}/mask/half`) : undefined,
    });
  }
  const inputs = [...shapes].map(([tensor, shape]) =>
    encodeBytes(
      GraphField.input,
      encodeTensorInfo(masks.get(tensor)!.input, ElementType.float32, [1, ...shape]),
    ),
  );
  return {
    model: readModel(replaceGraph(model, [...maskedNodes(model, masks), ...inputs])),
    maskInputs: new Map([...masks].map(([tensor, { input }]) => [tensor, input])),
  };
}

/** Names of the new values around one masked value. */
interface Mask {
  readonly input: string;
  readonly unmasked: string;
  /** The mask in half precision, where the value is. */
  readonly half: string | undefined;
}

/** The graph's fields, with the makers of masked values renaming their output and the products right behind them. */
function maskedNodes(model: OnnxModel, masks: ReadonlyMap<string, Mask>): Uint8Array[] {
  const { bytes, graphRange } = model;
  const content: Uint8Array[] = [];
  let copied = graphRange.start;
  const graph = new WireReader(bytes, graphRange.start, graphRange.end, "the graph");
  while (graph.next()) {
    if (graph.field !== GraphField.node) continue;
    const { fields, masked } = renameOutputs(graph.message("a node"), masks);
    if (masked.length === 0) continue;
    content.push(bytes.subarray(copied, graph.fieldStart), encodeBytes(GraphField.node, concatBytes(fields)));
    for (const tensor of masked) content.push(...product(tensor, masks.get(tensor)!));
    copied = graph.valueEnd;
  }
  content.push(bytes.subarray(copied, graphRange.end));
  return content;
}

function renameOutputs(
  node: WireReader,
  masks: ReadonlyMap<string, Mask>,
): { fields: Uint8Array[]; masked: string[] } {
  const fields: Uint8Array[] = [];
  const masked: string[] = [];
  while (node.next()) {
    const output = node.field === NodeField.output ? node.text() : undefined;
    const mask = output === undefined ? undefined : masks.get(output);
    if (output === undefined || mask === undefined) {
      fields.push(node.bytes.subarray(node.fieldStart, node.valueEnd));
    } else {
      fields.push(encodeText(NodeField.output, mask.unmasked));
      masked.push(output);
    }
  }
  return { fields, masked };
}

function product(tensor: string, { input, unmasked, half }: Mask): Uint8Array[] {
  const multiply = { operator: "Mul", inputs: [unmasked, half ?? input], output: tensor };
  if (half === undefined) return [encodeBytes(GraphField.node, encodeNode(multiply))];
  const cast = {
    operator: "Cast",
    inputs: [input],
    output: half,
    integers: { to: ElementType.float16 },
  };
  return [cast, multiply].map((node) => encodeBytes(GraphField.node, encodeNode(node)));
}
