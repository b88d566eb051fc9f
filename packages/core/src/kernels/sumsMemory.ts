import { PAGE_BYTES, placesFrom } from "./addresses.js";
import { SUMS_WASM } from "./generated/sumsWasm.js";
import { type WasmMemory, type WasmModule, webAssembly } from "./webAssembly.js";

/** What `assembly/sums.ts` exports; addresses and lengths as its functions state them. */
export interface SumsProgram {
  clear(at: number, bytes: number): void;
  addArray(to: number, from: number, n: number): void;
  sumOf(values: number, n: number): number;
  addRatio(
    whole: number,
    less: number,
    lessToo: number,
    v: number,
    u: number,
    uu: number,
    uv: number,
    n: number,
  ): void;
  areFinite(values: number, n: number): number;
  shiftRows(
    rows: number,
    count: number,
    bytes: number,
    pilot: number,
    shifted: number,
    width: number,
    counts: number,
    n: number,
  ): void;
  addCounts(counts: number, sums: number, n: number): void;
  addSobolTile(
    rows: number,
    products: number,
    width: number,
    sums: number,
    apart: number,
    n: number,
    samples: number,
    factors: number,
    secondOrder: number,
  ): void;
  addTrajectoryTile(
    rows: number,
    pilot: number,
    order: number,
    width: number,
    sums: number,
    apart: number,
    n: number,
    factors: number,
  ): void;
}

/** First address that arrays may lie at: before it is what the program needs itself. */
export const FIRST_ADDRESS = PAGE_BYTES;
/** Bytes of a memory that kernels of one thread work in. */
export const SCRATCH_BYTES = 2 ** 21;
/** Most bytes of one memory: addresses have 32 bits. */
export const MOST_BYTES = 2 ** 32 - PAGE_BYTES;

/** Memory in which sums and rows of activations lie, as the kernels of this thread see it. */
export class SumsMemory {
  readonly buffer: ArrayBufferLike;
  readonly program: SumsProgram;

  constructor(
    memory: WasmMemory,
    private readonly scratchAt: number,
  ) {
    this.buffer = memory.buffer;
    compiled ??= new webAssembly.Module(Buffer.from(SUMS_WASM, "base64"));
    this.program = new webAssembly.Instance(compiled, { env: { memory } }).exports as SumsProgram;
  }

  /** Whether kernels find the array here. */
  holds(array: Float32Array | Float64Array): boolean {
    return array.buffer === this.buffer;
  }

  /**
   * Room for arrays of these lengths, until the next call: what an earlier call was given is lost.
   *
   * @returns their addresses, multiples of 16.
   */
  reserve<const L extends readonly number[]>(...byteLengths: L): { [K in keyof L]: number } {
    const { addresses, end } = placesFrom(this.scratchAt, byteLengths);
    if (end > this.scratchAt + SCRATCH_BYTES)
      throw new RangeError("Kernels have no room for tiles so large.");
    return addresses as { [K in keyof L]: number };
  }

  /** Units of a tile: as many as the scratch has room for, `most` at most, a multiple of four. */
  tileOf(bytesPerUnit: number, most: number): number {
    const affordable = Math.floor((SCRATCH_BYTES / 2 / bytesPerUnit) & ~3);
    return Math.max(4, Math.min(most, affordable));
  }
}

let compiled: WasmModule | undefined;
let own: SumsMemory | undefined;
const attached = new WeakMap<ArrayBufferLike, SumsMemory>();

/** A memory of so many bytes for threads to share. @throws {RangeError} when there is none. */
export function createSharedMemory(bytes: number): WasmMemory {
  const pages = Math.ceil(bytes / PAGE_BYTES);
  return new webAssembly.Memory({ initial: pages, maximum: pages, shared: true });
}

/**
 * From now on kernels of this thread work in place on arrays in this memory.
 *
 * @param scratchAt `SCRATCH_BYTES` that no other thread works in begin here.
 */
export function attachMemory(memory: WasmMemory, scratchAt: number): SumsMemory {
  const sums = new SumsMemory(memory, scratchAt);
  attached.set(memory.buffer, sums);
  return sums;
}

/** The memory that an array lies in; for one that lies elsewhere a memory of this thread's own, where tiles are copied to. */
export function memoryOf(array: Float64Array): SumsMemory {
  const found = attached.get(array.buffer);
  if (found) return found;
  own ??= new SumsMemory(createSharedMemory(FIRST_ADDRESS + SCRATCH_BYTES), FIRST_ADDRESS);
  return own;
}
