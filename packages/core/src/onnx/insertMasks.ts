import { ElementType } from "./elementType.js";
import { encodeNode, type NewNode } from "./encodeNode.js";
import { FreshNames } from "./freshNames.js";
import { GraphField, NodeField } from "./graphProto.js";
import { fromChannelsFirst, inferLayouts } from "./layout.js";
import { type OnnxModel, readModel, replaceGraph } from "./model.js";
import { requireActivation } from "./requireActivation.js";
import { encodeTensorInfo } from "./valueInfo.js";
import { inferElementTypes } from "./valueTypes.js";
import { concatBytes, encodeBytes, encodeText, WireReader } from "./wire.js";

/** A model whose activations are multiplied by masks that are fed with every batch. */
export interface MaskedModel {
  readonly model: OnnxModel;
  /**
   * Graph input of the mask of each masked value: float32 [1, C, H, W] or [1, C], the same for all images, whatever the
   * order of the value's axes in the network.
   */
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
  const layouts = inferLayouts(model.graph).known;
  const names = new FreshNames(model.graph);
  const masks = new Map<string, Mask>();
  for (const tensor of shapes.keys()) {
    requireActivation(model, types, tensor);
    const form = {
      cast: castOf(types.get(tensor), model.opset),
      order: fromChannelsFirst(layouts.get(tensor)),
    };
    masks.set(tensor, maskOf(tensor, names, form));
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

/** What is new around one masked value. */
interface Mask {
  /** The graph input. */
  readonly input: string;
  /** The value before it is multiplied. */
  readonly unmasked: string;
  /** From the input to the product, in this order. */
  readonly nodes: readonly NewNode[];
}

/** How a float32 mask gets the type of what it multiplies. */
type MaskCast = "none" | "half" | "like the value";

/** From this operator set on there is CastLike. */
const CAST_LIKE_OPSET = 15;

/** A value of unknown type is taken for float32 where the operator set has nothing that would find out. */
function castOf(elementType: number | undefined, opset: number): MaskCast {
  if (elementType === ElementType.float16) return "half";
  return elementType === undefined && opset >= CAST_LIKE_OPSET ? "like the value" : "none";
}

function maskOf(
  tensor: string,
  names: FreshNames,
  { cast, order }: { readonly cast: MaskCast; readonly order: readonly number[] | null },
): Mask {
  const input = names.value(`${tensor}/mask`);
  const unmasked = names.value(`${tensor}/unmasked`);
  const nodes: NewNode[] = [];
  let mask = input;
  const add = (wanted: string, operator: string, integers: NewNode["integers"]) => {
    const output = names.value(wanted);
    const inputs = operator === "CastLike" ? [mask, unmasked] : [mask];
    nodes.push({ name: names.node(output), operator, inputs, output, integers });
    mask = output;
  };
  if (cast === "like the value") add(`${tensor}/mask/cast`, "CastLike", {});
  if (cast === "half") add(`${tensor}/mask/half`, "Cast", { to: ElementType.float16 });
  // The mask is brought into the value's order of axes: it is smaller than a batch of the value.
  if (order !== null) add(`${tensor}/mask/ordered`, "Transpose", { perm: order });
  nodes.push({
    name: names.node(`${tensor}/masked`),
    operator: "Mul",
    inputs: [unmasked, mask],
    output: tensor,
  });
  return { input, unmasked, nodes };
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
    for (const tensor of masked) {
      for (const added of masks.get(tensor)!.nodes)
        content.push(encodeBytes(GraphField.node, encodeNode(added)));
    }
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
