/** First byte that the program does not use itself. */
export function heapBase(): usize {
  return __heap_base;
}

export { addArray, addRatio, clear, sumOf } from "./moments";
export { addCounts, areFinite, shiftRows } from "./rows";
export { addSobolTile } from "./sobolSums";
export { addTrajectoryTile } from "./trajectorySums";
