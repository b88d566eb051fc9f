import type { MethodPlan } from "./method.js";
import type { CheckpointMemory } from "./runMemory.js";
import type { RunSpec } from "./runSpec.js";
import type { EvaluatedStretch } from "./stretchEvaluator.js";

/** Adds evaluated stretches to the sums of their block, and whole blocks to the accumulators, in shared memory. */
export class BlockAdder {
  constructor(
    private readonly spec: RunSpec,
    private readonly plan: MethodPlan,
    private readonly memory: readonly CheckpointMemory[],
  ) {}

  /** @param parts the next stretches of one block, in order; nobody else adds meanwhile. */
  add(parts: readonly EvaluatedStretch[]): void {
    const { spec, plan, memory } = this;
    const [head, tail] = [parts[0].stretch, parts[parts.length - 1].stretch];
    for (const [c, checkpoint] of spec.checkpoints.entries()) {
      const { pilot, sums, slots, accumulator, memory: kernels } = memory[c];
      // As `sums.fill(0)`, which takes long where memory is shared.
      if (head.startsBlock) kernels.program.clear(sums.byteOffset, sums.byteLength);
      const samples = parts.flatMap(({ slot, result }) =>
        result.rows.map((evaluations) => evaluations.map((row) => slots[slot][row])),
      );
      plan.block(checkpoint, pilot, sums).pushSamples(samples, head.first);
      if (tail.endsBlock) plan.accumulator(checkpoint, pilot, accumulator).merge(sums);
    }
  }
}
