import { ShapeError, UnsupportedModelError } from "../errors.js";
import type { OnnxModel } from "../onnx/model.js";
import { ONNX_RUNTIME_VERSION, openSession, type RuntimeSession, type SessionOptions } from "./session.js";

export { ONNX_RUNTIME_VERSION };

/** A network whose activations are read at chosen values. */
export interface InstrumentedSession {
  /**
   * Activations of a batch. The result of an image does not depend on the others beyond the runtime's own rounding.
   *
   * @param batch N * 3 * H * W floats, one image after another; read before the promise settles, never kept
   * @returns per tensor name N * U floats in the batch's order; the arrays belong to the caller
   * @throws {ShapeError} when the batch has another length.
   * @throws {UnsupportedModelError} when the network fails, or a value has no entry for each image.
   */
  run(batch: Float32Array, batchSize: number): Promise<ReadonlyMap<string, Float32Array>>;
  /** [N, 3, H, W]; N is -1 when the batch size is free. */
  readonly inputShape: readonly number[];
  /** Frees the network; the session cannot be used afterwards. Closing twice does nothing. */
  close(): Promise<void>;
}

/**
 * Opens a network for reading the given values. Any batch size may be run: a network with a fixed one is run several
 * times, the last time filled up with zeros.
 *
 * @param tensors ONNX value names; a repeated name counts once
 * @throws {OnnxFormatError} when the bytes are no ONNX model.
 * @throws {RunSpecError} for a value that the model does not have, or when none is given.
 * @throws {UnsupportedModelError} when the network takes no images, a value is no float32 or float16 tensor, or the
 *   runtime does not accept the model.
 */
export async function openInstrumentedSession(
  model: OnnxModel | Uint8Array,
  tensors: readonly string[],
  options: SessionOptions = {},
): Promise<InstrumentedSession> {
  const wanted = [...new Set(tensors)];
  const session = await openSession(model, wanted, options);
  try {
    checkTypes(session, wanted);
  } catch (error) {
    await session.close();
    throw error;
  }
  const { inputShape } = session.summary;
  const fixedSize = inputShape[0] > 0 ? inputShape[0] : undefined;

  return {
    inputShape,
    async run(batch, batchSize) {
      if (!Number.isInteger(batchSize) || batchSize < 1) {
        throw new ShapeError(`The batch size is ${batchSize}; it must be a whole number from 1.`);
      }
      const imageSize = inputShape.slice(1).reduce((product, axis) => product * axis, 1);
      if (batch.length !== batchSize * imageSize) {
        throw new ShapeError(
          `The batch holds ${batch.length} numbers; ${batchSize} images of [${inputShape.slice(1).join(",")}] are ${batchSize * imageSize}.`,
        );
      }
      if (fixedSize === undefined || fixedSize === batchSize)
        return runOnce(session, batch, batchSize, wanted);
      return runInParts(session, batch, batchSize, fixedSize, wanted);
    },
    close: () => session.close(),
  };
}

function checkTypes(session: RuntimeSession, tensors: readonly string[]): void {
  for (const tensor of tensors) {
    if (session.isReadable(tensor)) continue;
    throw new UnsupportedModelError(
      `${tensor}: cannot be a checkpoint, since it is ${session.typeOf(tensor)}; only floating-point activations are read.`,
    );
  }
}

async function runOnce(
  session: RuntimeSession,
  images: Float32Array,
  count: number,
  tensors: readonly string[],
): Promise<Map<string, Float32Array>> {
  const result = new Map<string, Float32Array>();
  for (const [name, { values, shape }] of await session.evaluate(images, count, tensors)) {
    if (shape[0] !== count) {
      throw new UnsupportedModelError(
        `${name}: cannot be a checkpoint, since its shape for ${count} images is [${shape.join(",")}]; the first axis must be the batch.`,
      );
    }
    result.set(name, values);
  }
  return result;
}

async function runInParts(
  session: RuntimeSession,
  batch: Float32Array,
  batchSize: number,
  partSize: number,
  tensors: readonly string[],
): Promise<Map<string, Float32Array>> {
  const imageSize = batch.length / batchSize;
  const result = new Map<string, Float32Array>();
  for (let done = 0; done < batchSize; done += partSize) {
    const count = Math.min(partSize, batchSize - done);
    let images = batch.subarray(done * imageSize, (done + count) * imageSize);
    if (count < partSize) {
      const filled = new Float32Array(partSize * imageSize);
      filled.set(images);
      images = filled;
    }
    for (const [name, values] of await runOnce(session, images, partSize, tensors)) {
      const units = values.length / partSize;
      let whole = result.get(name);
      if (whole === undefined) {
        whole = new Float32Array(batchSize * units);
        result.set(name, whole);
      }
      whole.set(values.subarray(0, count * units), done * units);
    }
  }
  return result;
}
