import { blockCount, type MethodPlan } from "./method.js";
import type { RunSpec } from "./runSpec.js";
import type { RunState } from "./runState.js";

/** Share of the half widths that must be below the target. */
const SHARE = 0.95;
/** Fewer blocks estimate their own spread too badly to stop on. */
const MIN_BLOCKS = 16;

/**
 * Whether a run needs no further block: all are merged, or 95 % of the half widths of its indices are below the
 * target. Looks at 16, 24, 32, 48, 64, ... blocks, since every look costs one computation of all indices; the answer
 * depends on the merged blocks alone, so it is the same for any number of threads.
 */
export function isFinished(spec: RunSpec, plan: MethodPlan, state: RunState): boolean {
  if (state.blocksDone === blockCount(plan)) return true;
  if (spec.targetHalfWidth === null || !isLook(state.blocksDone)) return false;
  let below = 0;
  let all = 0;
  for (const accumulator of state.accumulators) {
    for (const { halfWidths } of accumulator.indices()) {
      for (const halfWidth of halfWidths) {
        if (Number.isNaN(halfWidth)) continue;
        all++;
        if (halfWidth < spec.targetHalfWidth) below++;
      }
    }
  }
  return all > 0 && below >= SHARE * all;
}

/** 2^k or 3 * 2^k, from 16 on. */
function isLook(blocks: number): boolean {
  let odd = blocks;
  while (odd % 2 === 0 && odd > 0) odd /= 2;
  return blocks >= MIN_BLOCKS && (odd === 1 || odd === 3);
}
