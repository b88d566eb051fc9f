import { cropSize, type PreprocessingSpec, probeSegment, readModel } from "@unitscope/core/reading";
import type { CheckpointRow, ModelRow } from "../../db/models.js";
import { probeModelShapes, type TensorShapes } from "../../importing/probeModel.js";
import { modelFile } from "../../store/modelFile.js";
import type { ApiServices } from "../context.js";
import type { SegmentInput } from "./segment.input.js";

/**
 * Shapes of the checkpoints inside a segment of a network. It is cut out here and run once in a child process.
 *
 * @throws {RunSpecError} with the field `segment` when there is no such segment.
 */
export async function segmentShapes(
  { blobs }: Pick<ApiServices, "blobs">,
  segment: SegmentInput,
  model: ModelRow,
  checkpoints: readonly CheckpointRow[],
): Promise<TensorShapes> {
  const size = cropSize(model.preprocessing as unknown as PreprocessingSpec);
  const network = readModel(await modelFile(blobs, model));
  return probeSegment(segment, { model: network, checkpoints, size }, (piece, tensors) =>
    probeModelShapes(piece.bytes, tensors),
  );
}
