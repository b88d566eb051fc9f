import { PAGE_BYTES, placesFrom } from "./addresses.js";
import { createKernelProgram, type KernelProgram } from "./program.js";

/** What kernels read and write: values of images, or 8-bit pixels. */
export type PixelArray = Float32Array | Uint8Array;

/** Room for lines and weights beside the arrays of a kernel. */
const LINES_BYTES = 2 ** 18;

/** Memory that the kernels of this thread work in. */
class PixelMemory {
  readonly program: KernelProgram = createKernelProgram();
  private end = this.program.heapBase();
  private isFixed = false;

  /** Whether kernels find the array here. */
  holds(array: PixelArray): boolean {
    return array.buffer === this.program.memory.buffer;
  }

  /** One or more arrays in this memory, kept; from now on it does not grow, which would take them away. */
  keep(length: number, count: number): Float32Array[] {
    const kept = new Array<number>(count).fill(4 * length);
    const { addresses, end } = placesFrom(this.end, kept);
    this.end = end;
    // No kernel takes more than three images, one of them to write to.
    this.growTo(placesFrom(end, new Array<number>(3).fill(4 * length)).end + LINES_BYTES);
    this.isFixed = true;
    return addresses.map((address) => new Float32Array(this.program.memory.buffer, address, length));
  }

  /**
   * Room for arrays of these lengths, until the next call: whatever an earlier call was given is lost.
   *
   * @returns their addresses, multiples of 16; null when a memory that does not grow has not as much room.
   */
  reserve(byteLengths: readonly number[]): number[] | null {
    const { addresses, end } = placesFrom(this.end, byteLengths);
    if (this.isFixed && end > this.program.memory.buffer.byteLength) return null;
    this.growTo(end);
    return addresses;
  }

  private growTo(end: number): void {
    const { memory } = this.program;
    const missing = end - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
  }
}

let own: PixelMemory | undefined;
const memories = new WeakMap<ArrayBufferLike, PixelMemory>();

/**
 * Arrays on which the kernels of this thread work in place; any other array they work on is copied into their memory and
 * out again. Their contents are arbitrary.
 *
 * @param length values of each array
 */
export function keptArrays(length: number, count: number): Float32Array[] {
  if (count === 0) return [];
  const memory = new PixelMemory();
  const arrays = memory.keep(length, count);
  for (const { buffer } of arrays) memories.set(buffer, memory);
  return arrays;
}

/** Arrays where a kernel finds them. */
export class PixelWork {
  private constructor(
    private readonly memory: PixelMemory,
    /** Addresses of the arrays to read. */
    readonly inputs: readonly number[],
    /** Address of the array to write. */
    readonly out: number,
    /** Addresses of scratch space. */
    readonly scratch: readonly number[],
  ) {}

  /**
   * @param out null where nothing is written; may be an input where the kernel allows that
   * @param scratch bytes of each array that is needed besides
   */
  static on(
    inputs: readonly PixelArray[],
    out: PixelArray | null,
    scratch: readonly number[] = [],
  ): PixelWork {
    const memory = memories.get((out ?? inputs[0]).buffer);
    const kept = memory && PixelWork.in(memory, inputs, out, scratch);
    if (kept) return kept;
    own ??= new PixelMemory();
    return PixelWork.in(own, inputs, out, scratch) as PixelWork;
  }

  private static in(
    memory: PixelMemory,
    inputs: readonly PixelArray[],
    out: PixelArray | null,
    scratch: readonly number[],
  ): PixelWork | null {
    const arrays = out ? [...inputs, out] : inputs;
    const copied = arrays.map((array) => (memory.holds(array) ? 0 : array.byteLength));
    const reserved = memory.reserve([...copied, ...scratch]);
    if (!reserved) return null;
    const addresses = arrays.map((array, i) => (memory.holds(array) ? array.byteOffset : reserved[i]));
    const work = new PixelWork(memory, addresses, addresses[inputs.length], reserved.slice(arrays.length));
    for (const [i, input] of inputs.entries()) {
      if (!memory.holds(input)) work.bytesAt(addresses[i], input.byteLength).set(bytesOf(input));
    }
    return work;
  }

  get program(): KernelProgram {
    return this.memory.program;
  }

  /** (length) float32 values from `address` on. */
  float32At(address: number, length: number): Float32Array {
    return new Float32Array(this.program.memory.buffer, address, length);
  }

  /** (length) float64 values from `address` on. */
  float64At(address: number, length: number): Float64Array {
    return new Float64Array(this.program.memory.buffer, address, length);
  }

  /** (length) int32 values from `address` on. */
  int32At(address: number, length: number): Int32Array {
    return new Int32Array(this.program.memory.buffer, address, length);
  }

  /** (length) bytes from `address` on. */
  bytesAt(address: number, length: number): Uint8Array {
    return new Uint8Array(this.program.memory.buffer, address, length);
  }

  /** The array to write, with what the kernels wrote. */
  finish<A extends PixelArray>(out: A): A {
    if (!this.memory.holds(out)) bytesOf(out).set(this.bytesAt(this.out, out.byteLength));
    return out;
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: PixelArray): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
