import { memoryOf } from "./sumsMemory.js";

/** Adds `from` to the head of `to`, in place by a kernel where one memory holds both. */
export function addArray(to: Float64Array, from: Float64Array): void {
  const memory = memoryOf(to);
  if (memory.holds(to) && memory.holds(from)) {
    memory.program.addArray(to.byteOffset, from.byteOffset, from.length);
    return;
  }
  for (let i = 0; i < from.length; i++) to[i] += from[i];
}

/** Whether all values are finite numbers whose sum is one, too. */
export function isSumFinite(values: Float64Array): boolean {
  const memory = memoryOf(values);
  if (memory.holds(values)) return Number.isFinite(memory.program.sumOf(values.byteOffset, values.length));
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return Number.isFinite(sum);
}
