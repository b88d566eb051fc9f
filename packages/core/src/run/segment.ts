import { RunSpecError } from "../errors.js";
import type { ImageSize } from "../factor.js";
import { HSV_CHANNELS, type HsvChannel } from "../image/hsvInput.js";
import { cutSegment } from "../onnx/cutSegment.js";
import type { OnnxModel } from "../onnx/model.js";
import type { OfferedCheckpoint } from "./chooseCheckpoints.js";

/** A piece of the network that is asked for, by names or tensor names of checkpoints. */
export interface SegmentRequest {
  /** Where the piece starts; the network's input when left out. */
  readonly from?: string | null;
  /** Where it ends. */
  readonly to: string;
  /** What of the image it is fed with. */
  readonly channel: HsvChannel;
}

/**
 * The piece of the network that a run analyses in place of the whole: from one checkpoint to another, fed with one
 * channel of the image that is copied to all channels the piece starts from (series 2 of Kharyuk et al.).
 */
export interface SegmentSpec {
  /** Name of the checkpoint whose values the image takes the place of; null for the network's input. */
  readonly from: string | null;
  /** Name of the checkpoint that the piece ends with. */
  readonly to: string;
  /** Hue, saturation or value of the image before normalisation. */
  readonly channel: HsvChannel;
  /** The ONNX values of both ends; null for the network's input. */
  readonly fromTensor: string | null;
  readonly toTensor: string;
  /** Number of channels that the image's channel is copied to: those of `from`. */
  readonly channels: number;
}

/** Names of the channels as people say them. */
export const CHANNEL_NAMES: Readonly<Record<HsvChannel, string>> = { H: "hue", S: "saturation", V: "value" };

/**
 * The segment that is asked for.
 *
 * @param checkpoints those of the whole network, in forward order
 * @param inputChannels of the network's input, 3 or 1
 * @throws {RunSpecError} for a checkpoint there is none of, a start that is no map, an end that does not come after the
 *   start, and an unknown channel; the field is `segment`.
 */
export function resolveSegment(
  request: SegmentRequest,
  checkpoints: readonly OfferedCheckpoint[],
  inputChannels: number,
): SegmentSpec {
  const { channel } = request;
  if (!HSV_CHANNELS.includes(channel)) {
    throw refuse(`A segment is fed with ${HSV_CHANNELS.join(", ")}; got "${channel}".`);
  }
  const end = positionOf(request.to, checkpoints);
  const to = checkpoints[end];
  const ends = { to: to.name, channel, toTensor: to.tensor };
  if (request.from == null) return { from: null, fromTensor: null, channels: inputChannels, ...ends };
  const start = positionOf(request.from, checkpoints);
  const from = checkpoints[start];
  if (end <= start) {
    throw refuse(
      `A segment ends after its start; ${to.name} does not come after ${from.name} in the network.`,
    );
  }
  if (from.shape.length !== 3) {
    throw refuse(
      `A segment starts from maps [channels, height, width], which an image can take the place of; ${from.name} is [${from.shape.join(",")}].`,
    );
  }
  return { from: from.name, fromTensor: from.tensor, channels: from.shape[0], ...ends };
}

/**
 * The segment as a network of its own. It takes images [N, 3, H, W] of hue, saturation and value (`writeHsvInput`).
 *
 * @param size of the images; they go into the segment at this size, whatever that of `from`
 * @throws {RunSpecError} when the end does not depend on the start.
 * @throws {UnsupportedModelError} when the end depends on the network's input in another way than through the start.
 */
export function segmentModel(
  model: OnnxModel,
  segment: SegmentSpec,
  { height, width }: ImageSize,
): OnnxModel {
  return cutSegment(model, {
    from: segment.fromTensor,
    to: segment.toTensor,
    channels: segment.channels,
    height,
    width,
    imageChannel: HSV_CHANNELS.indexOf(segment.channel),
  });
}

/** A network and the shapes inside the segment that is asked for. */
export interface SegmentOffer {
  readonly checkpoints: readonly OfferedCheckpoint[];
  /** [C, H, W] or [C] by tensor name, see `probeSegment`. */
  readonly segmentShapes?: ReadonlyMap<string, readonly number[]>;
}

/**
 * The checkpoints between the ends of a segment, the end included, in forward order, with the shapes they have there.
 *
 * @throws {RunSpecError} when the offer lacks the shapes.
 */
export function segmentCheckpoints(
  segment: SegmentSpec,
  { checkpoints, segmentShapes }: SegmentOffer,
): OfferedCheckpoint[] {
  if (!segmentShapes) {
    throw refuse(`What is inside the segment ${segmentText(segment)} is not known; probe it first.`);
  }
  return checkpoints.flatMap((checkpoint) => {
    const shape = segmentShapes.get(checkpoint.tensor);
    if (shape === undefined) return [];
    const suggested = checkpoint.suggested || checkpoint.tensor === segment.toTensor;
    return [{ ...checkpoint, shape, suggested }];
  });
}

/** A segment in short, for people: "layer1..layer2, hue", "input..maxpool, value". */
export function segmentText({ from, to, channel }: Pick<SegmentSpec, "from" | "to" | "channel">): string {
  return `${from ?? "input"}..${to}, ${CHANNEL_NAMES[channel]}`;
}

function positionOf(name: string, checkpoints: readonly OfferedCheckpoint[]): number {
  const position = checkpoints.findIndex((c) => c.name === name || c.tensor === name);
  if (position >= 0) return position;
  throw refuse(
    `The model has no checkpoint "${name}" that a segment could start from or end with; it has checkpoints from ${checkpoints[0]?.name} to ${checkpoints.at(-1)?.name}.`,
  );
}

function refuse(message: string): RunSpecError {
  return new RunSpecError(message, "segment");
}
