import { Tensor } from "onnxruntime-node";

/**
 * Makes the runtime hand half-precision values over as 16-bit patterns on every version of Node.
 *
 * Where Float16Array exists (Node 24) the runtime's JavaScript part would choose it, and its native part, which knows no
 * such array, would see no data ("not enough space: expected 384, got 0"). It looks for the class once, when the first
 * tensor is made; so the first tensor is made here while the class is out of sight.
 */
export function settleOnPatterns(): void {
  const found = Object.getOwnPropertyDescriptor(globalThis, "Float16Array");
  if (!found?.configurable) return;
  Reflect.deleteProperty(globalThis, "Float16Array");
  try {
    new Tensor("float32", new Float32Array(1), [1]);
  } finally {
    Object.defineProperty(globalThis, "Float16Array", found);
  }
}
