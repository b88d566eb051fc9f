import { Tensor } from "onnxruntime-node";

/**
 * Memory of outputs that the runtime writes to again, in place of new megabytes for every batch. A result of the largest
 * batch so far serves all that are not larger.
 */
export class ReusedOutputs {
  private readonly largest = new Map<string, Tensor>();

  /** @returns by name a tensor for a batch of `count`, null where none is known. */
  fetches(names: readonly string[], count: number): Record<string, Tensor | null> {
    return Object.fromEntries(names.map((name) => [name, this.tensorFor(name, count)]));
  }

  /** Remembers results that were made new. */
  keep(results: Readonly<Record<string, Tensor>>): void {
    for (const [name, result] of Object.entries(results)) {
      // Others are decoded into arrays of their own.
      if (!(result.data instanceof Float32Array) || result.dims.length === 0) continue;
      const known = this.largest.get(name);
      if (known === undefined || known.dims[0] < result.dims[0]) this.largest.set(name, result);
    }
  }

  private tensorFor(name: string, count: number): Tensor | null {
    const known = this.largest.get(name);
    if (known === undefined || known.dims[0] < count) return null;
    const [most, ...shape] = known.dims;
    const length = (known.data.length / most) * count;
    return new Tensor("float32", (known.data as Float32Array).subarray(0, length), [count, ...shape]);
  }
}
