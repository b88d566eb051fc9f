/** Channel, y and x of the U units of a checkpoint in order; y and x are 0 where it is a vector. */
export function unitPositions(shape: readonly number[]): {
  channel: Int32Array;
  y: Int32Array;
  x: Int32Array;
} {
  const [channels = 0, height = 1, width = 1] = shape;
  const units = channels * height * width;
  return {
    channel: Int32Array.from({ length: units }, (_, u) => Math.floor(u / (height * width))),
    y: Int32Array.from({ length: units }, (_, u) => Math.floor(u / width) % height),
    x: Int32Array.from({ length: units }, (_, u) => u % width),
  };
}
