import { createHash } from "node:crypto";
import { StateFormatError } from "../errors.js";
import { STATE_HEAD_BYTES } from "../sensitivity/accumulatorState.js";
import { unitCount } from "./checkpointUnits.js";
import { blockCount, type MethodAccumulator, type MethodPlan } from "./method.js";
import { PackedLayout, PackedRoom, unpackState } from "./packedState.js";
import type { RunSpec } from "./runSpec.js";

/** What a run knows after its first `blocksDone` blocks. */
export interface RunState {
  readonly blocksDone: number;
  readonly evaluationsReused: number;
  /** Per checkpoint. */
  readonly accumulators: readonly MethodAccumulator[];
  /** Where the pilots and the accumulators' numbers are: threads share it, and saving copies nothing. */
  readonly room: PackedRoom;
}

interface Header {
  readonly format: "unitscope-run-1";
  readonly spec: string;
  readonly blocksDone: number;
  readonly evaluationsReused: number;
}

/** How the state of a run lies in its bytes: pilots, then accumulators. */
export function runStateLayout(spec: RunSpec, plan: MethodPlan): PackedLayout {
  const units = spec.checkpoints.map(unitCount);
  // Made for their lengths alone: memory that nobody writes to is none.
  const numbers = spec.checkpoints.map(
    (checkpoint, i) => plan.accumulator(checkpoint, new Float64Array(units[i])).data.length,
  );
  const longest = headerOf(spec, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  return new PackedLayout(longest, [
    ...units.map((count) => 8 * count),
    ...numbers.map((count) => STATE_HEAD_BYTES + 8 * count),
  ]);
}

/** Where the parts lie: of a `PackedLayout` what threads are told. */
export type StateLayout = Pick<PackedLayout, "offsets" | "lengths" | "byteLength">;

/** The pilot of checkpoint `c` (U) in the bytes of a state. */
export function statePilot({ offsets, lengths }: StateLayout, bytes: Uint8Array, c: number): Float64Array {
  return new Float64Array(bytes.buffer, bytes.byteOffset + offsets[c], lengths[c] / 8);
}

/** The numbers of the accumulator of checkpoint `c` in the bytes of a state: see `MethodAccumulator.data`. */
export function stateNumbers({ offsets, lengths }: StateLayout, bytes: Uint8Array, c: number): Float64Array {
  const part = offsets.length / 2 + c;
  const at = bytes.byteOffset + offsets[part] + STATE_HEAD_BYTES;
  return new Float64Array(bytes.buffer, at, (lengths[part] - STATE_HEAD_BYTES) / 8);
}

/**
 * The state of a run before its first block.
 *
 * @param bytes where it is kept, all 0; as many as the layout says.
 */
export function newRunState(
  spec: RunSpec,
  plan: MethodPlan,
  pilots: readonly Float64Array[],
  layout: PackedLayout,
  bytes: Uint8Array,
): RunState {
  const accumulators = spec.checkpoints.map((checkpoint, c) => {
    const pilot = statePilot(layout, bytes, c);
    pilot.set(pilots[c]);
    return plan.accumulator(checkpoint, pilot, stateNumbers(layout, bytes, c));
  });
  return { blocksDone: 0, evaluationsReused: 0, accumulators, room: new PackedRoom(layout, bytes) };
}

/** State as packed bytes: those of the state itself, which the next block changes. */
export function writeRunState(spec: RunSpec, state: RunState): Uint8Array {
  const { room, accumulators } = state;
  for (const [i, accumulator] of accumulators.entries()) {
    room.parts[accumulators.length + i].set(accumulator.stateParts()[0]);
  }
  return room.pack(headerOf(spec, state.blocksDone, state.evaluationsReused));
}

function headerOf(spec: RunSpec, blocksDone: number, evaluationsReused: number): Header {
  return { format: "unitscope-run-1", spec: specDigest(spec), blocksDone, evaluationsReused };
}

/**
 * The state that {@link writeRunState} wrote for the same design, of the same or a smaller base sample; going on from it
 * gives the same bits as never stopping.
 *
 * @param bytes where it is kept from now on, all 0; as many as the layout says.
 * @throws {StateFormatError} when the saved bytes are damaged or belong to another design.
 */
export function readRunState(
  spec: RunSpec,
  plan: MethodPlan,
  saved: Uint8Array,
  layout: PackedLayout,
  bytes: Uint8Array,
): RunState {
  const packed = unpackState<Header>(saved, "unitscope-run-1");
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
  const room = new PackedRoom(layout, bytes);
  const accumulators = checkpoints.map((checkpoint, c) => {
    if (parts[c].byteLength !== room.parts[c].byteLength) throw damaged();
    room.parts[c].set(parts[c]);
    const saved = parts[checkpoints.length + c];
    return plan.restore(checkpoint, statePilot(layout, bytes, c), saved, stateNumbers(layout, bytes, c));
  });
  const { blocksDone, evaluationsReused } = header;
  return { blocksDone, evaluationsReused, accumulators, room };
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
