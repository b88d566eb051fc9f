import { UnsupportedModelError } from "../errors.js";
import { mixingBetween, wholeBatchReaders } from "../onnx/batchMixing.js";
import { listCheckpoints } from "../onnx/checkpoints.js";
import { ElementType } from "../onnx/elementType.js";
import { describeNode } from "../onnx/graphProto.js";
import { requireImageSize } from "../onnx/imageNetwork.js";
import { type OnnxModel, readModel } from "../onnx/model.js";
import { EXPORT_FOR_INFERENCE, requireRepeatable } from "../onnx/repeatable.js";
import { inferElementTypes } from "../onnx/valueTypes.js";
import { type TrialOutcome, tryBatches } from "./batchTrial.js";
import { openReadable } from "./openReadable.js";
import { shapesIn } from "./probeShapes.js";

/** What is found out about a network when it is opened for the first time. */
export interface NetworkProbe {
  /** Of all values that can be checkpoints, for one image: [C, H, W] or [C], by ONNX value name. */
  readonly shapes: ReadonlyMap<string, readonly number[]>;
  /**
   * Why the network must see one image at a time: what makes an image's numbers depend on the others of its batch, as a
   * clause such as `node "mean" (ReduceMean) works along the batch axis`. Null where batches of any size give the same.
   */
  readonly oneAtATime: string | null;
}

/**
 * Largest difference that an image's numbers may have between batches, as a share of the largest of them. None at all was
 * seen between batches of 1, 2, 4, 8 and 16 (ONNX Runtime 1.30.0, x64): in the sample networks, SqueezeNet, MobileNetV2,
 * AlexNet, VGG11, and in half precision. Other processors may sum in another order for another number of images. In
 * float32 that is the rounding of sums of some thousand terms, 4e-6, times the layers of a deep network. In half precision
 * (2^-11) or with quantised values (2^-8), it is a few steps. What mixes images differs by more: the trial's second image
 * has four times the range of the first.
 */
const TOLERANCE = { fine: 1e-4, coarse: 2e-2 } as const;

/**
 * Runs a network on a few images of noise and tells the shapes of its values, and whether an image's numbers depend on
 * what else is in the batch.
 *
 * @throws {OnnxFormatError} when the bytes are no ONNX model.
 * @throws {UnsupportedModelError} when the network takes no images, cannot be run, or gives other numbers for the same
 *   batch: because of random numbers, or of layers left in training mode. All nodes at fault are named.
 */
export async function probeNetwork(source: OnnxModel | Uint8Array): Promise<NetworkProbe> {
  const model = requireImageSize(source instanceof Uint8Array ? readModel(source) : source);
  const tensors = listCheckpoints(model).map(({ tensor }) => tensor);
  requireRepeatable(model, tensors);
  const { session, exposed } = await openReadable(model, tensors);
  try {
    const shapes = await shapesIn(session, exposed);
    const outcome = await tryBatches(session, {
      shapes,
      tolerance: toleranceOf(model),
      summands: summandsIn(model),
    });
    const reason = reasonOf(model, shapes, outcome);
    // A network that takes one image a batch is never given two.
    return { shapes, oneAtATime: session.summary.inputShape[0] === 1 ? null : reason };
  } finally {
    await session.close();
  }
}

function reasonOf(model: OnnxModel, shapes: NetworkProbe["shapes"], outcome: TrialOutcome): string | null {
  const tensors = [...shapes.keys()];
  switch (outcome.kind) {
    case "same": {
      // The trial may have met a range that its images share; others will not.
      const [reader] = wholeBatchReaders(model, tensors);
      return reader === undefined ? null : mixingBetween(model, reader.outputs, new Set(reader.inputs));
    }
    case "mixing": {
      const { tensor, same } = outcome;
      const known = mixingBetween(model, [tensor], same);
      const maker = model.graph.producers.get(tensor);
      return (
        known ?? `${maker && describeNode(maker)} gives an image other numbers when another one is beside it`
      );
    }
    case "refused":
      return mixingBetween(model, tensors, new Set()) ?? outcome.message;
    case "unrepeatable": {
      const maker = model.graph.producers.get(outcome.tensor);
      throw new UnsupportedModelError(
        `The network cannot be analysed, since it gives other numbers when it sees the same images again. The first value that differs is "${outcome.tensor}", made by ${maker && describeNode(maker)}. ${EXPORT_FOR_INFERENCE}`,
      );
    }
  }
}

/** Operators whose result is a sum, or a mean, of what they read: where that cancels, only rounding is left. */
const SUMS = new Set([
  "Add",
  "Sub",
  "Sum",
  "Mean",
  "ReduceMean",
  "ReduceSum",
  "AveragePool",
  "GlobalAveragePool",
]);

function summandsIn({ graph }: OnnxModel): Map<string, readonly string[]> {
  const sums = graph.nodes.filter(({ domain, operator }) => domain === "" && SUMS.has(operator));
  return new Map(sums.flatMap(({ inputs, outputs }) => outputs.map((output) => [output, inputs])));
}

/** Half precision and quantisation make small differences larger. */
function toleranceOf({ graph }: OnnxModel): number {
  const isCoarse =
    [...inferElementTypes(graph).values()].includes(ElementType.float16) ||
    graph.nodes.some(({ operator }) => operator === "QuantizeLinear" || operator.startsWith("QLinear"));
  return isCoarse ? TOLERANCE.coarse : TOLERANCE.fine;
}
