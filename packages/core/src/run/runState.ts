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
  /** Per checkpoint (U). */
  readonly pilots: readonly Float64Array[];
  /** Per checkpoint. */
  readonly accumulators: readonly MethodAccumulator[];
  /** Where accumulators keep their numbers, behind the pilots: threads share it, and saving copies nothing. */
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

/** Where the numbers of the accumulator of checkpoint `c` lie in the bytes of a state. */
export function accumulatorPlace({ offsets, lengths }: PackedLayout, c: number): NumbersPlace {
  const part = offsets.length / 2 + c;
  return { at: offsets[part] + STATE_HEAD_BYTES, length: (lengths[part] - STATE_HEAD_BYTES) / 8 };
}

/** Float64 numbers in some bytes: byte offset and count. */
export interface NumbersPlace {
  readonly at: number;
  readonly length: number;
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
  const room = new PackedRoom(layout, bytes);
  for (const [i, pilot] of pilots.entries()) {
    room.parts[i].set(new Uint8Array(pilot.buffer, pilot.byteOffset, pilot.byteLength));
  }
  const accumulators = spec.checkpoints.map((checkpoint, c) =>
    plan.accumulator(checkpoint, pilots[c], accumulatorNumbers(layout, bytes, c)),
  );
  return { blocksDone: 0, evaluationsReused: 0, pilots, accumulators, room };
}

function accumulatorNumbers(layout: PackedLayout, bytes: Uint8Array, c: number): Float64Array {
  const { at, length } = accumulatorPlace(layout, c);
  return new Float64Array(bytes.buffer, bytes.byteOffset + at, length);
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
  const pilots = checkpoints.map((_, i) => {
    if (parts[i].byteLength !== room.parts[i].byteLength) throw damaged();
    room.parts[i].set(parts[i]);
    return new Float64Array(Uint8Array.from(parts[i]).buffer);
  });
  const accumulators = checkpoints.map((checkpoint, i) => {
    const part = checkpoints.length + i;
    return plan.restore(checkpoint, pilots[i], parts[part], accumulatorNumbers(layout, bytes, i));
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
