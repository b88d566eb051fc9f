import { createHash } from "node:crypto";
import { StateFormatError } from "../errors.js";
import { STATE_HEAD_BYTES } from "../sensitivity/accumulatorState.js";
import { unitCount } from "./checkpointUnits.js";
import { blockCount, type MethodAccumulator, type MethodPlan } from "./method.js";
import { PackedRoom, unpackState } from "./packedState.js";
import type { RunSpec } from "./runSpec.js";

/** What a run knows after its first `blocksDone` blocks. */
export interface RunState {
  readonly blocksDone: number;
  readonly evaluationsReused: number;
  /** Per checkpoint (U). */
  readonly pilots: readonly Float64Array[];
  /** Per checkpoint. */
  readonly accumulators: readonly MethodAccumulator[];
  /** Where accumulators keep their numbers, behind the pilots, so that saving them copies nothing. */
  readonly room: PackedRoom;
}

interface Header {
  readonly format: "unitscope-run-1";
  readonly spec: string;
  readonly blocksDone: number;
  readonly evaluationsReused: number;
}

/** The state of a run before its first block. */
export function newRunState(spec: RunSpec, plan: MethodPlan, pilots: readonly Float64Array[]): RunState {
  const { checkpoints } = spec;
  const room = roomFor(spec, plan);
  for (const [i, pilot] of pilots.entries()) {
    room.parts[i].set(new Uint8Array(pilot.buffer, pilot.byteOffset, pilot.byteLength));
  }
  const accumulators = checkpoints.map((checkpoint, i) =>
    plan.accumulator(checkpoint, pilots[i], accumulatorNumbers(room, checkpoints.length + i)),
  );
  return { blocksDone: 0, evaluationsReused: 0, pilots, accumulators, room };
}

/** The parts are pilots, then accumulators. */
function roomFor(spec: RunSpec, plan: MethodPlan): PackedRoom {
  const units = spec.checkpoints.map(unitCount);
  // Made for their lengths alone: memory that nobody writes to is none.
  const numbers = spec.checkpoints.map(
    (checkpoint, i) => plan.accumulator(checkpoint, new Float64Array(units[i])).data.length,
  );
  const longest = headerOf(spec, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  return new PackedRoom(longest, [
    ...units.map((count) => 8 * count),
    ...numbers.map((count) => STATE_HEAD_BYTES + 8 * count),
  ]);
}

function accumulatorNumbers(room: PackedRoom, part: number): Float64Array {
  const { buffer, byteOffset, byteLength } = room.parts[part];
  return new Float64Array(buffer, byteOffset + STATE_HEAD_BYTES, (byteLength - STATE_HEAD_BYTES) / 8);
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
  const room = roomFor(spec, plan);
  const pilots = checkpoints.map((_, i) => {
    if (parts[i].byteLength !== room.parts[i].byteLength) throw damaged();
    room.parts[i].set(parts[i]);
    // Of their own: what threads are sent is copied with all the memory behind it.
    return new Float64Array(Uint8Array.from(parts[i]).buffer);
  });
  const accumulators = checkpoints.map((checkpoint, i) => {
    const part = checkpoints.length + i;
    return plan.restore(checkpoint, pilots[i], parts[part], accumulatorNumbers(room, part));
  });
  const { blocksDone, evaluationsReused } = header;
  return { blocksDone, evaluationsReused, pilots, accumulators, room };
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
