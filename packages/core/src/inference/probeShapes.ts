import { type OnnxModel, readModel } from "../onnx/model.js";
import { openSession, type RuntimeSession } from "./session.js";

/**
 * Shapes of values for one image, [C, H, W] or [C], found by running the network once on zeros.
 *
 * A value that cannot be a checkpoint is absent from the result: one that is no floating-point tensor, has no batch
 * axis, or has another number of axes. A value that the network holds in another order of axes has the shape of its
 * [N, C, H, W] form, in which it is read; where the order is not known, the axes are as the network has them.
 *
 * @param tensors ONNX value names, such as those of `listCheckpoints`
 * @throws {OnnxFormatError} when the bytes are no ONNX model.
 * @throws {RunSpecError} for a value that the model does not have, or when none is given.
 * @throws {UnsupportedModelError} when the network takes no images or cannot be run.
 */
export async function probeShapes(
  model: OnnxModel | Uint8Array,
  tensors: readonly string[],
): Promise<Map<string, number[]>> {
  const session = await openSession(model instanceof Uint8Array ? readModel(model) : model, tensors);
  try {
    return await shapesIn(session, tensors);
  } finally {
    await session.close();
  }
}

/** The same in a session in which the values are exposed. */
export async function shapesIn(
  session: RuntimeSession,
  tensors: readonly string[],
): Promise<Map<string, number[]>> {
  const readable = tensors.filter((tensor) => session.isReadable(tensor));
  const shapes = new Map<string, number[]>();
  if (readable.length === 0) return shapes;
  const [batchAxis, ...image] = session.summary.inputShape;
  const count = batchAxis > 0 ? batchAxis : 1;
  const zeros = new Float32Array(image.reduce((product, axis) => product * axis, count));
  for (const [name, { shape }] of await session.evaluate(zeros, count, readable)) {
    const isMap = shape.length === 4 || shape.length === 2;
    if (isMap && shape[0] === count && !shape.includes(0)) shapes.set(name, shape.slice(1));
  }
  return shapes;
}
