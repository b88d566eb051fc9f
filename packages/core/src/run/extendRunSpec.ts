import { PILOT_BASE_SAMPLES } from "./pilot.js";
import { blockSizeFor, checkBaseSamples, type RunSpec } from "./runSpec.js";

/** A design of more base samples, and whether the state of the smaller run leads to it. */
export interface ExtendedRunSpec {
  readonly spec: RunSpec;
  /**
   * True when a run that goes on from the state has the same bits as one of the larger design from the start; false
   * when that has other blocks or another pilot (fewer than 128 base samples), so that it must start afresh.
   */
  readonly continues: boolean;
}

/**
 * The design of a run with another number of base samples and without a target half width, which would end it where it
 * ended before.
 *
 * @throws {RunSpecError} when `baseSamples` is no size of a run.
 */
export function extendRunSpec(spec: RunSpec, baseSamples: number): ExtendedRunSpec {
  checkBaseSamples(baseSamples);
  const blockSize = blockSizeFor(baseSamples);
  return {
    spec: { ...spec, baseSamples, blockSize, targetHalfWidth: null },
    continues: blockSize === spec.blockSize && spec.baseSamples >= PILOT_BASE_SAMPLES,
  };
}
