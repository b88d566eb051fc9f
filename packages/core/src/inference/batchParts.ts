/**
 * The images from `first` on that a network of fixed batch size is given at once. Behind the last image it is given again
 * and again: in a network whose numbers depend on the whole batch, a single image then stands for itself alone.
 *
 * @param batch images one after another, `imageSize` floats each
 * @returns size * imageSize floats; a view where the batch has as many
 */
export function partOf(batch: Float32Array, imageSize: number, first: number, size: number): Float32Array {
  const part = batch.subarray(first * imageSize, (first + size) * imageSize);
  if (part.length === size * imageSize) return part;
  const filled = new Float32Array(size * imageSize);
  filled.set(part);
  const last = part.subarray(part.length - imageSize);
  for (let at = part.length; at < filled.length; at += imageSize) filled.set(last, at);
  return filled;
}
