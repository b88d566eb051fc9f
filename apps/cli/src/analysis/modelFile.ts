import type { Network } from "@unitscope/core";
import { probeSegment, probeShapes, type SegmentRequest } from "@unitscope/core/commandLine";
import type { Terminal } from "../terminal.js";

/** Says on stderr when images go through a network one at a time, and why. */
export function tellBatching({ stderr }: Terminal, { oneAtATime }: Network): void {
  if (oneAtATime !== null) stderr.write(`Images go through the network one at a time: ${oneAtATime}.\n`);
}

/**
 * Shapes of the checkpoints inside a segment of a network, by tensor name, for images of the size it was tried with.
 *
 * @throws {RunSpecError} when there is no such segment, or it cannot be run on them.
 */
export function segmentShapes(
  { model, checkpoints, size }: Network,
  segment: SegmentRequest,
): Promise<ReadonlyMap<string, readonly number[]>> {
  return probeSegment(segment, { model, checkpoints, size }, probeShapes);
}
