import { CoreError, RunSpecError } from "../errors.js";
import type { OnnxModel } from "../onnx/model.js";
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
  /** Side of the images, pixels. */
  readonly crop: number;
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
  { model, checkpoints, crop }: SegmentSource,
  probe: ShapeProbe,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const segment = resolveSegment(request, checkpoints);
  try {
    const piece = segmentModel(model, segment, crop);
    const tensors = checkpoints
      .map(({ tensor }) => tensor)
      .filter((tensor) => tensor !== segment.fromTensor && piece.graph.producers.has(tensor));
    const shapes = await probe(piece, tensors);
    if (shapes.has(segment.toTensor)) return shapes;
  } catch (error) {
    if (!(error instanceof CoreError)) throw error;
    throw new RunSpecError(
      `The segment ${segmentText(segment)} cannot be analysed on images of ${crop}x${crop}: ${error.message}`,
      "segment",
    );
  }
  throw new RunSpecError(
    `The segment ${segmentText(segment)} cannot be analysed: ${segment.to} is no tensor [N,C,H,W] or [N,C] in it.`,
    "segment",
  );
}
