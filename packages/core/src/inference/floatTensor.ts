import { Tensor } from "onnxruntime-node";

/** A float32 tensor on the given numbers; copied only from shared memory, which the runtime refuses. */
export function floatTensor(values: Float32Array, shape: readonly number[]): Tensor {
  return new Tensor(
    "float32",
    values.buffer instanceof ArrayBuffer ? values : Float32Array.from(values),
    shape,
  );
}
