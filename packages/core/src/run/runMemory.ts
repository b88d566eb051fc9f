import { RunSpecError } from "../errors.js";
import {
  attachMemory,
  createSharedMemory,
  FIRST_ADDRESS,
  MOST_BYTES,
  SCRATCH_BYTES,
  type SumsMemory,
} from "../kernels/sumsMemory.js";
import type { WasmMemory } from "../kernels/webAssembly.js";
import { unitCount } from "./checkpointUnits.js";
import type { MethodPlan } from "./method.js";
import type { PackedLayout } from "./packedState.js";
import type { CheckpointSpec, RunSpec } from "./runSpec.js";
import { type StateLayout, stateNumbers, statePilot } from "./runState.js";
import { stretchLength } from "./stretches.js";

/** Rows that wait to be added, unless those of a stretch for each thread take more. */
const WAITING_BYTES = 256 * 2 ** 20;
/** More slots than this beyond one for each thread bring nothing. */
const MOST_SPARE_SLOTS = 8;
/** Arrays begin at whole lines of the processor's cache. */
const LINE = 64;

/** What threads of a run share. */
export interface RunMemory {
  readonly memories: readonly WasmMemory[];
  /** Per checkpoint. */
  readonly places: readonly Place[];
  /** Stretches whose rows may wait to be added. */
  readonly slots: number;
  /** Where the bytes of the run's state lie, and what where in them. */
  readonly state: StatePlace;
  readonly layout: StateLayout;
}

/** In the first memory from `at` on, or, where they would not fit, in memory of their own. */
type StatePlace = { readonly at: number } | { readonly own: SharedArrayBuffer };

/** Where the numbers of a checkpoint lie. */
interface Place {
  /** Position in `memories`. */
  readonly memory: number;
  readonly units: number;
  readonly sumsAt: number;
  readonly sumsLength: number;
  readonly slotsAt: number;
  /** Rows of a slot. */
  readonly rows: number;
}

/** Numbers of one checkpoint, as a thread sees them. */
export interface CheckpointMemory {
  readonly memory: SumsMemory;
  /** (U) */
  readonly pilot: Float64Array;
  /** Data of the block under way: see `MethodBlock`. */
  readonly sums: Float64Array;
  /** Data of the accumulator: see `MethodAccumulator`. */
  readonly accumulator: Float64Array;
  /** [slot][row](U) activations. */
  readonly slots: readonly (readonly Float32Array[])[];
}

/**
 * Memory for the state of a run, the sums of one block, and rows of activations: all that threads exchange,
 * so that a row is written once and nothing is sent. Kernels find it all in place, unless it takes more than the 4 GiB
 * that they can address. Pages take memory once they are written to.
 *
 * @throws {RunSpecError} when the sums and rows of one checkpoint, or the state of the run, do not fit into 4 GiB.
 */
export function createRunMemory(
  spec: RunSpec,
  plan: MethodPlan,
  layout: PackedLayout,
  threads: number,
): RunMemory {
  const rows = plan.evaluationsPerBaseSample * stretchLength(plan);
  const rowBytes = 4 * spec.checkpoints.reduce((sum, checkpoint) => sum + unitCount(checkpoint), 0);
  const affordable = Math.floor(WAITING_BYTES / (rows * rowBytes));
  const slots = threads + Math.max(1, Math.min(MOST_SPARE_SLOTS, affordable - threads));
  const start = FIRST_ADDRESS + threads * SCRATCH_BYTES;
  const ends: number[] = [];
  const places = spec.checkpoints.map((checkpoint): Place => {
    const sizes = sizesOf(checkpoint, plan, slots * rows);
    const length = sizes.sums + sizes.rows;
    if (start + length > MOST_BYTES) throw tooLarge(checkpoint, length);
    let memory = ends.findIndex((end) => end + length <= MOST_BYTES);
    if (memory < 0) memory = ends.push(start) - 1;
    const at = ends[memory];
    ends[memory] += length;
    return {
      memory,
      units: unitCount(checkpoint),
      // The first number is the count; the arrays after it begin at a line.
      sumsAt: at + LINE - 8,
      sumsLength: sizes.sumsLength,
      slotsAt: at + sizes.sums,
      rows,
    };
  });
  const { offsets, lengths, byteLength } = layout;
  if (byteLength > MOST_BYTES) throw stateTooLarge(byteLength);
  const isOne = ends.length === 1 && ends[0] + byteLength <= MOST_BYTES;
  const state = isOne ? { at: ends[0] } : { own: new SharedArrayBuffer(byteLength) };
  if (isOne) ends[0] += byteLength;
  return {
    memories: ends.map(createSharedMemory),
    places,
    slots,
    state,
    layout: { offsets, lengths, byteLength },
  };
}

/** The bytes of the run's state. */
export function sharedState({ memories, state, layout }: RunMemory): Uint8Array {
  if ("own" in state) return new Uint8Array(state.own);
  return new Uint8Array(memories[0].buffer, state.at, layout.byteLength);
}

/** The memory as thread `thread` sees it; its kernels work there from now on. Called once a thread. */
export function openRunMemory(shared: RunMemory, thread: number): CheckpointMemory[] {
  const { memories, places, slots, layout } = shared;
  const attached = memories.map((memory) => attachMemory(memory, FIRST_ADDRESS + thread * SCRATCH_BYTES));
  const state = sharedState(shared);
  return places.map(({ memory: m, units, sumsAt, sumsLength, slotsAt, rows }, c) => {
    const memory = attached[m];
    const row = (slot: number, r: number) =>
      new Float32Array(memory.buffer, slotsAt + 4 * units * (slot * rows + r), units);
    return {
      memory,
      pilot: statePilot(layout, state, c),
      sums: new Float64Array(memory.buffer, sumsAt, sumsLength),
      accumulator: stateNumbers(layout, state, c),
      slots: Array.from({ length: slots }, (_, slot) => Array.from({ length: rows }, (_, r) => row(slot, r))),
    };
  });
}

function sizesOf(checkpoint: CheckpointSpec, plan: MethodPlan, rows: number) {
  const units = unitCount(checkpoint);
  // Made for its length alone: memory that nobody writes to is none.
  const sumsLength = plan.block(checkpoint, new Float64Array(units)).data.length;
  const lines = (bytes: number) => Math.ceil(bytes / LINE) * LINE;
  return {
    sumsLength,
    sums: lines(8 * sumsLength + LINE),
    rows: lines(4 * units * rows),
  };
}

function tooLarge(checkpoint: CheckpointSpec, bytes: number): RunSpecError {
  return new RunSpecError(
    `${checkpoint.name}: its ${unitCount(checkpoint)} units ask for ${gibibytes(bytes)} GiB in one piece, and 4 GiB is the most; leave the second order out, use fewer factors or leave the checkpoint out.`,
    "checkpoints",
  );
}

function stateTooLarge(bytes: number): RunSpecError {
  return new RunSpecError(
    `The state of the run takes ${gibibytes(bytes)} GiB; 4 GiB is the most; leave the second order out, use fewer factors or fewer checkpoints.`,
    "checkpoints",
  );
}

function gibibytes(bytes: number): string {
  return (bytes / 2 ** 30).toFixed(1);
}
