import { RunSpecError, UnsupportedModelError } from "../errors.js";
import { ElementType } from "./elementType.js";
import { encodeNode } from "./encodeNode.js";
import { FreshNames } from "./freshNames.js";
import { capturedValues, type OnnxGraph } from "./graph.js";
import { fieldsOfPart } from "./graphPart.js";
import { describeNode, GraphField, type OnnxNode } from "./graphProto.js";
import { imageNetwork } from "./imageNetwork.js";
import { fromChannelsFirst, inferLayouts } from "./layout.js";
import { type OnnxModel, readModel, replaceGraph } from "./model.js";
import { requireActivation } from "./requireActivation.js";
import { summariseModel } from "./summary.js";
import { encodeIntegers } from "./tensor.js";
import { encodeTensorInfo, encodeValueName } from "./valueInfo.js";
import { inferElementTypes } from "./valueTypes.js";
import { encodeBytes } from "./wire.js";

/** A piece of a network, fed with images in place of what comes before it. */
export interface Segment {
  /** The value the piece starts from; null for the network's input. */
  readonly from: string | null;
  /** The value it ends with. */
  readonly to: string;
  /** Channels of `from`. */
  readonly channels: number;
  /** Size in px of the images; it need not be that of `from`. */
  readonly height: number;
  readonly width: number;
  /** Channel of the image, 0 to 2, that is copied to all channels of `from`. */
  readonly imageChannel: number;
}

/**
 * Cuts the piece between two values out of a network, as a network of its own: it takes images [N, 3, H, W] like any
 * other, copies one of their channels to every channel that the piece starts from, in the order of axes that this has in
 * the network, and ends in `to`. What a channel holds is up to who makes the images: hue, saturation or value, as in series 2 of Kharyuk et al.
 *
 * @throws {RunSpecError} for a value the graph does not make, when `to` does not depend on `from`, and for an image
 *   channel or a size that is none.
 * @throws {UnsupportedModelError} when `to` depends on the network's input in another way than through `from`, or the
 *   network takes no images.
 */
export function cutSegment(source: OnnxModel, segment: Segment): OnnxModel {
  const { to, channels, height, width, imageChannel } = segment;
  checkNumbers(segment);
  const model = imageNetwork(source);
  const { inputName, inputShape, inputType } = summariseModel(model);
  const from = segment.from ?? inputName;
  if (from === inputName && inputType === "uint8") {
    throw new RunSpecError(
      "The network takes levels of 0 to 255, which hue, saturation and value are not; start the segment from a checkpoint.",
      "segment",
    );
  }
  const types = inferElementTypes(model.graph);
  if (from !== inputName) requireActivation(model, types, from);
  requireActivation(model, types, to);
  const nodes = nodesBetween(model.graph, { from, to }, inputName);

  const names = new FreshNames(model.graph);
  const image = names.value(`${from}/image`);
  const copies = names.value(`${from}/image channel`);
  const elementType = types.get(from) ?? ElementType.float32;
  const order = fromChannelsFirst(from === inputName ? undefined : inferLayouts(model.graph).known.get(from));
  const channelsFirst = order === null ? from : names.value(`${from}/channels first`);
  const spread = [
    encodeNode({
      name: names.node(channelsFirst),
      operator: "Gather",
      inputs: [image, copies],
      output: channelsFirst,
      integers: { axis: 1 },
    }),
  ];
  if (order !== null) {
    spread.push(
      encodeNode({
        name: names.node(from),
        operator: "Transpose",
        inputs: [channelsFirst],
        output: from,
        integers: { perm: order },
      }),
    );
  }
  return readModel(
    replaceGraph(model, [
      ...spread.map((node) => encodeBytes(GraphField.node, node)),
      ...fieldsOfPart(model, nodes),
      encodeBytes(GraphField.initialiser, encodeIntegers(copies, new Array(channels).fill(imageChannel))),
      encodeBytes(GraphField.input, encodeTensorInfo(image, elementType, [inputShape[0], 3, height, width])),
      encodeBytes(GraphField.output, encodeValueName(to)),
    ]),
  );
}

function checkNumbers({ channels, height, width, imageChannel }: Segment): void {
  for (const [what, value, first] of [
    ["number of channels", channels, 1],
    ["height", height, 1],
    ["width", width, 1],
    ["image channel", imageChannel, 0],
  ] as const) {
    if (Number.isInteger(value) && value >= first && (what !== "image channel" || value < 3)) continue;
    const range = what === "image channel" ? "0, 1 or 2" : "a whole number from 1";
    throw new RunSpecError(`The ${what} of a segment is ${range}; got ${value}.`, "segment");
  }
}

/** The nodes that `to` needs and that come after `from`, with those that make constants for them. */
function nodesBetween(
  graph: OnnxGraph,
  { from, to }: { readonly from: string; readonly to: string },
  inputName: string,
): Set<OnnxNode> {
  const needed = new Set<OnnxNode>();
  const open = [to];
  let meetsFrom = false;
  while (open.length > 0) {
    const value = open.pop();
    if (value === undefined || value === "") continue;
    if (value === from) {
      meetsFrom = true;
      continue;
    }
    const maker = graph.producers.get(value);
    if (maker === undefined || needed.has(maker)) continue;
    needed.add(maker);
    const reads = [...maker.inputs, ...capturedValues(maker)];
    if (from !== inputName && reads.includes(inputName)) {
      throw new UnsupportedModelError(
        `No segment can be cut from ${from} to ${to}: ${describeNode(maker)} leads to the end without passing through the start.`,
      );
    }
    open.push(...reads);
  }
  if (!meetsFrom) {
    throw new RunSpecError(
      `No segment can be cut from ${from} to ${to}: the end does not depend on the start.`,
      "segment",
    );
  }
  return needed;
}
