import { CoreError, RunSpecError } from "../errors.js";
import type { ImageSize } from "../factor.js";
import type { OnnxModel } from "../onnx/model.js";
import { summariseModel } from "../onnx/summary.js";
import type { OfferedCheckpoint } from "./chooseCheckpoints.js";
import { resolveSegment, type SegmentRequest, segmentModel, segmentText } from "./segment.js";

/** Runs a network once and tells the shapes of some of its values, such as `probeShapes`. */
export type ShapeProbe = (
  model: OnnxModel,
  tensors: readonly string[],
) => Promise<ReadonlyMap<string, readonly number[]>>;

/** The whole network. */
export interface SegmentSource {
  readonly model: OnnxModel;
  /** In forward order. */
  readonly checkpoints: readonly OfferedCheckpoint[];
  /** Of the images. */
  readonly size: ImageSize;
}

/**
 * Cuts a segment out of a network and finds the shapes of the checkpoints in it, which differ from those in the whole
 * network: images go into the segment at their own size.
 *
 * @param probe what runs the segment; an argument, because not every process may load the runtime
 * @returns [C, H, W] or [C] by tensor name, for a run's `ModelOffer`; without the segment's start
 * @throws {RunSpecError} with the field `segment` when there is no such segment or it cannot be run on these images.
 */
export async function probeSegment(
  request: SegmentRequest,
  { model, checkpoints, size }: SegmentSource,
  probe: ShapeProbe,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const segment = resolveSegment(request, checkpoints, summariseModel(model).inputShape[1]);
  try {
    const piece = segmentModel(model, segment, size);
    const tensors = checkpoints
      .map(({ tensor }) => tensor)
      .filter((tensor) => tensor !== segment.fromTensor && piece.graph.producers.has(tensor));
    const shapes = await probe(piece, tensors);
    if (shapes.has(segment.toTensor)) return shapes;
  } catch (error) {
    if (!(error instanceof CoreError)) throw error;
    throw new RunSpecError(
      `The segment ${segmentText(segment)} cannot be analysed on images of ${size.height}x${size.width}: ${error.message}`,
      "segment",
    );
  }
  throw new RunSpecError(
    `The segment ${segmentText(segment)} cannot be analysed: ${segment.to} is no tensor [N,C,H,W] or [N,C] in it.`,
    "segment",
  );
}
