import { attachMemory, createSharedMemory, FIRST_ADDRESS, SCRATCH_BYTES } from "../sumsMemory.js";
import type { WasmMemory } from "../webAssembly.js";

const BYTES = 2 ** 23;
/** Behind each array, and before the first, are bytes that nobody may touch. */
const FENCE_BYTES = 8;
const FENCE = 0xa5;

let memory: WasmMemory | undefined;

/**
 * Copies arrays into a memory that kernels work in, one behind the other. Asking for the next place throws when bytes
 * beside an array have been changed.
 */
export function arraysInMemory(): <A extends Float32Array | Float64Array>(array: A) => A {
  if (!memory) {
    memory = createSharedMemory(FIRST_ADDRESS + SCRATCH_BYTES + BYTES);
    attachMemory(memory, FIRST_ADDRESS);
  }
  const { buffer } = memory;
  const bytes = new Uint8Array(buffer, FIRST_ADDRESS + SCRATCH_BYTES);
  for (const at of fences) {
    for (let i = at; i < at + FENCE_BYTES; i++)
      if (bytes[i] !== FENCE) throw new Error(`Byte ${i} was changed.`);
  }
  fences = [];
  let end = 0;
  const fence = () => {
    bytes.fill(FENCE, end, end + FENCE_BYTES);
    fences.push(end);
    end += FENCE_BYTES;
  };
  fence();
  return <A extends Float32Array | Float64Array>(array: A): A => {
    const kind = array.constructor as new (buffer: ArrayBufferLike, at: number, length: number) => A;
    const placed = new kind(buffer, bytes.byteOffset + end, array.length);
    placed.set(array);
    end = Math.ceil((end + array.byteLength) / 8) * 8;
    fence();
    return placed;
  };
}

let fences: number[] = [];
