import { type CheckpointCandidate, listCheckpoints } from "./checkpoints.js";
import { describeNode } from "./graphProto.js";
import { inferLayouts } from "./layout.js";
import type { OnnxModel } from "./model.js";

/** A value that can be read and masked, with what is known of it once the network has run. */
export interface Checkpoint extends CheckpointCandidate {
  /** [C, H, W] or [C]; where `note` says so, the axes as the network has them. */
  readonly shape: readonly number[];
  /** Number of units: the product of the shape. */
  readonly units: number;
  /** Why it is not suggested although it looks like a map: the order of its axes is not known. Null for any other. */
  readonly note: string | null;
}

/**
 * The checkpoints of a network in forward order. A map whose order of axes is not known is not among the suggested ones:
 * what is called a channel in it may be a row.
 *
 * @param shapes for one image, as `probeNetwork` finds them; a value without one is no checkpoint
 */
export function describeCheckpoints(
  model: OnnxModel,
  shapes: ReadonlyMap<string, readonly number[]>,
): Checkpoint[] {
  const { lost } = inferLayouts(model.graph);
  const notes = new Map<string, string>();
  for (const [tensor, shape] of shapes) {
    const cause = shape.length === 3 ? lost.get(tensor) : undefined;
    if (cause === undefined) continue;
    notes.set(
      tensor,
      `the order of its axes is not known behind ${describeNode(cause)}; they are as in the network`,
    );
  }
  const candidates = listCheckpoints(model, { shapes, neverSuggested: new Set(notes.keys()) });
  return candidates.map((candidate) => {
    const shape = shapes.get(candidate.tensor) as readonly number[];
    const units = shape.reduce((product, axis) => product * axis, 1);
    return { ...candidate, shape, units, note: notes.get(candidate.tensor) ?? null };
  });
}
