import { createHash } from "node:crypto";
import { StateFormatError } from "../errors.js";
import { unitCount } from "./checkpointUnits.js";
import { blockCount, type MethodAccumulator, type MethodPlan } from "./method.js";
import { packState, unpackState } from "./packedState.js";
import type { RunSpec } from "./runSpec.js";

/** What a run knows after its first `blocksDone` blocks. */
export interface RunState {
  readonly blocksDone: number;
  readonly evaluationsReused: number;
  /** Per checkpoint (U). */
  readonly pilots: readonly Float64Array[];
  /** Per checkpoint. */
  readonly accumulators: readonly MethodAccumulator[];
}

interface Header {
  readonly format: "unitscope-run-1";
  readonly spec: string;
  readonly blocksDone: number;
  readonly evaluationsReused: number;
}

/** State as packed bytes; the parts are pilots, then accumulators. */
export function writeRunState(spec: RunSpec, state: RunState): Uint8Array {
  const pilots = state.pilots.map((p) => Buffer.from(p.buffer, p.byteOffset, p.byteLength));
  const parts = [...pilots.map((p) => [p]), ...state.accumulators.map((a) => a.stateParts())];
  const header: Header = {
    format: "unitscope-run-1",
    spec: specDigest(spec),
    blocksDone: state.blocksDone,
    evaluationsReused: state.evaluationsReused,
  };
  return packState(header, parts);
}

/**
 * The state that {@link writeRunState} wrote for the same design, of the same or a smaller base sample; going on from it
 * gives the same bits as never stopping.
 *
 * @throws {StateFormatError} when the bytes are damaged or belong to another design.
 */
export function readRunState(spec: RunSpec, plan: MethodPlan, bytes: Uint8Array): RunState {
  const packed = unpackState<Header>(bytes, "unitscope-run-1");
  if (packed === null) throw damaged();
  const { header, parts } = packed;
  if (header.spec !== specDigest(spec)) {
    throw new StateFormatError("The stored state belongs to another design; start the run afresh.");
  }
  const { checkpoints } = spec;
  if (parts.length !== 2 * checkpoints.length) throw damaged();
  if (!Number.isInteger(header.blocksDone) || header.blocksDone < 0) throw damaged();
  if (header.blocksDone > blockCount(plan)) {
    throw new StateFormatError(
      `The stored state holds ${header.blocksDone * plan.blockSize} base samples, more than the ${plan.baseSamples} asked for; ask for at least as many.`,
    );
  }
  const pilots = checkpoints.map((checkpoint, i) => {
    const copy = Uint8Array.from(parts[i]);
    if (copy.byteLength !== 8 * unitCount(checkpoint)) throw damaged();
    return new Float64Array(copy.buffer);
  });
  const accumulators = checkpoints.map((checkpoint, i) =>
    plan.restore(checkpoint, pilots[i], parts[checkpoints.length + i]),
  );
  return { blocksDone: header.blocksDone, evaluationsReused: header.evaluationsReused, pilots, accumulators };
}

function damaged(): StateFormatError {
  return new StateFormatError("The stored state of the run is damaged; start the run afresh.");
}

/** Digest of the design without its size and its goal, so that a run can be continued to a larger base sample. */
function specDigest(spec: RunSpec): string {
  const nested = spec.nested && { ...spec.nested, permutations: null };
  // Absent like in the states of before there were segments.
  const segment = spec.segment ?? undefined;
  const design = { ...spec, baseSamples: null, targetHalfWidth: null, nested, segment };
  return createHash("sha256").update(JSON.stringify(design)).digest("hex");
}
