import { createHash } from "node:crypto";
import { StateFormatError } from "../errors.js";
import { unitCount } from "./checkpointUnits.js";
import { blockCount, type MethodAccumulator, type MethodPlan } from "./method.js";
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
  /** Byte lengths of the parts that follow: pilots, then accumulators. */
  readonly parts: readonly number[];
}

/** State as bytes: length of the header (uint32, little-endian), header as JSON, then the parts. */
export function writeRunState(spec: RunSpec, state: RunState): Uint8Array {
  const pilots = state.pilots.map((p) => Buffer.from(p.buffer, p.byteOffset, p.byteLength));
  const parts = [...pilots, ...state.accumulators.map((a) => Buffer.from(a.state()))];
  const header: Header = {
    format: "unitscope-run-1",
    spec: specDigest(spec),
    blocksDone: state.blocksDone,
    evaluationsReused: state.evaluationsReused,
    parts: parts.map((p) => p.byteLength),
  };
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.byteLength);
  return Buffer.concat([length, json, ...parts]);
}

/**
 * The state that {@link writeRunState} wrote for the same design, of the same or a smaller base sample; going on from it
 * gives the same bits as never stopping.
 *
 * @throws {StateFormatError} when the bytes are damaged or belong to another design.
 */
export function readRunState(spec: RunSpec, plan: MethodPlan, bytes: Uint8Array): RunState {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = readHeader(buffer);
  if (header.spec !== specDigest(spec)) {
    throw new StateFormatError("The stored state belongs to another design; start the run afresh.");
  }
  const parts: Uint8Array[] = [];
  let offset = 4 + buffer.readUInt32LE(0);
  for (const length of header.parts) {
    parts.push(buffer.subarray(offset, offset + length));
    offset += length;
  }
  const { checkpoints } = spec;
  if (offset !== buffer.byteLength || parts.length !== 2 * checkpoints.length) throw damaged();
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

function readHeader(buffer: Buffer): Header {
  if (buffer.byteLength < 4) throw damaged();
  const end = 4 + buffer.readUInt32LE(0);
  if (end > buffer.byteLength) throw damaged();
  let header: Header;
  try {
    header = JSON.parse(buffer.toString("utf8", 4, end));
  } catch {
    throw damaged();
  }
  if (header?.format !== "unitscope-run-1" || !Array.isArray(header.parts)) throw damaged();
  return header;
}

function damaged(): StateFormatError {
  return new StateFormatError("The stored state of the run is damaged; start the run afresh.");
}

/** Digest of the design without its size and its goal, so that a run can be continued to a larger base sample. */
function specDigest(spec: RunSpec): string {
  const nested = spec.nested && { ...spec.nested, permutations: null };
  const design = { ...spec, baseSamples: null, targetHalfWidth: null, nested };
  return createHash("sha256").update(JSON.stringify(design)).digest("hex");
}
