import { UnsupportedModelError } from "../errors.js";
import type { ImageSize } from "../factor.js";
import { ElementType } from "./elementType.js";
import { encodeNode } from "./encodeNode.js";
import { FreshNames } from "./freshNames.js";
import type { OnnxGraph } from "./graph.js";
import { GraphField } from "./graphProto.js";
import { type ImageInput, readImageInput } from "./imageInput.js";
import { fromChannelsFirst } from "./layout.js";
import { type OnnxModel, readModel, replaceGraph } from "./model.js";
import { encodeTensorInfo, readValueName } from "./valueInfo.js";
import { encodeBytes, WireReader } from "./wire.js";

/** Ends the name of the input that takes the place of one with its channels last. */
const NEW_INPUT = "/channels first";

/**
 * The network as all other code sees it: one that takes images [N, C, H, W] of a fixed size. Where the network's own input
 * has its channels last, a new one with the channels first stands before it; a height and width that the network leaves
 * open become those of `size`. A network that is so already is returned as it is.
 *
 * @param size of the images; what the network fixes itself must agree. Left out, open axes stay open
 * @throws {UnsupportedModelError} when the network takes no images, or none of this size.
 */
export function imageNetwork(model: OnnxModel, size?: ImageSize): OnnxModel {
  const input = readImageInput(model.graph);
  const { layout, batch, channels } = input;
  const height = size?.height ?? input.height;
  const width = size?.width ?? input.width;
  if (!fits(input.height, height) || !fits(input.width, width)) {
    throw new UnsupportedModelError(
      `The network takes images of ${sizeText(input)} (height x width); these are ${height}x${width}.`,
    );
  }
  const isFixed = input.height === height && input.width === width;
  if (layout === "NCHW" && isFixed && declaresChannels(model.graph)) return model;
  const shape = [batch, channels, height, width];
  const elementType = ElementType[input.elementType];
  if (layout === "NCHW") {
    return withInputs(model, [encodeTensorInfo(input.name, elementType, shape)]);
  }
  const names = new FreshNames(model.graph);
  const name = names.value(`${input.name}${NEW_INPUT}`);
  const node = encodeNode({
    name: names.node(name),
    operator: "Transpose",
    inputs: [name],
    output: input.name,
    integers: { perm: fromChannelsFirst(layout) as number[] },
  });
  return withInputs(model, [encodeTensorInfo(name, elementType, shape)], [node]);
}

/**
 * The same for a network that is to be opened at its own size.
 *
 * @throws {UnsupportedModelError} also when it leaves height or width open.
 */
export function requireImageSize(model: OnnxModel): OnnxModel {
  const network = imageNetwork(model);
  const [, , height, width] = network.graph.inputs[0].shape ?? [];
  if (height > 0 && width > 0) return network;
  throw new UnsupportedModelError(
    `The network takes images of ${sizeText({ height, width })} (height x width); the size that is open must be given.`,
  );
}

/**
 * What is thrown when a network fails at a size that it leaves open: another one may do.
 *
 * @param summary of the network as it is in its file
 */
export function atSize(
  error: unknown,
  { inputShape: [, , height, width] }: { readonly inputShape: readonly number[] },
  size: ImageSize,
): unknown {
  if (!(error instanceof UnsupportedModelError) || (height > 0 && width > 0)) return error;
  return new UnsupportedModelError(
    `${error.message} It was given images of ${sizeText(size)} (height x width); since it leaves their size open, another crop may do, such as the one it was trained with.`,
    error,
  );
}

/**
 * The network's own input where `imageNetwork` has put another one before it. It is no checkpoint: it holds the image.
 */
export function replacedInput(graph: OnnxGraph): string | undefined {
  const [input] = graph.inputs;
  const readers = (input && graph.consumers.get(input.name)) ?? [];
  const [output] = readers.length === 1 && readers[0].operator === "Transpose" ? readers[0].outputs : [];
  return output !== undefined && input.name.startsWith(`${output}${NEW_INPUT}`) ? output : undefined;
}

/** "240x320", as [height, width]; a question mark for what is open. */
export function sizeText({ height, width }: Pick<ImageInput, "height" | "width">): string {
  return [height, width].map((side) => (side < 0 ? "?" : side)).join("x");
}

function fits(fixed: number, given: number): boolean {
  return fixed < 0 || fixed === given;
}

function declaresChannels({ inputs: [{ shape = [] }] }: OnnxGraph): boolean {
  return shape[1] > 0;
}

/** The model with another input, and nodes before all others. What is stored keeps its declaration. */
function withInputs(
  model: OnnxModel,
  inputs: readonly Uint8Array[],
  nodes: readonly Uint8Array[] = [],
): OnnxModel {
  const { bytes, graphRange } = model;
  const replaced = new Set(model.graph.inputs.map(({ name }) => name));
  const kept: Uint8Array[] = [];
  const graph = new WireReader(bytes, graphRange.start, graphRange.end, "the graph");
  let copied = graphRange.start;
  while (graph.next()) {
    if (graph.field !== GraphField.input) continue;
    const { fieldStart, valueEnd } = graph;
    if (!replaced.has(readValueName(graph.message("an input")))) continue;
    kept.push(bytes.subarray(copied, fieldStart));
    copied = valueEnd;
  }
  kept.push(bytes.subarray(copied, graphRange.end));
  return readModel(
    replaceGraph(model, [
      ...nodes.map((node) => encodeBytes(GraphField.node, node)),
      ...kept,
      ...inputs.map((input) => encodeBytes(GraphField.input, input)),
    ]),
  );
}
