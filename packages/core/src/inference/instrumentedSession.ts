import { RunSpecError, ShapeError, UnsupportedModelError } from "../errors.js";
import { type OnnxModel, readModel } from "../onnx/model.js";
import { partOf } from "./batchParts.js";
import type { MaskValues } from "./maskFeeds.js";
import { probeShapes } from "./probeShapes.js";
import type { RuntimeOptions } from "./runtime.js";
import {
  type Activation,
  type EditedNetwork,
  editNetwork,
  ONNX_RUNTIME_VERSION,
  openEdited,
  type RuntimeSession,
} from "./session.js";

export { ONNX_RUNTIME_VERSION };

/** How a network is opened. */
export interface SessionOptions extends RuntimeOptions {
  /** ONNX value names that can be masked; they need not be read. */
  readonly masks?: readonly string[];
  /** One of the values read, given as probabilities: after a softmax over its classes, once. */
  readonly softmax?: string;
}

/** A network whose activations are read at chosen values. */
export interface InstrumentedSession {
  /**
   * Activations of a batch. The result of an image does not depend on the others beyond the runtime's own rounding,
   * unless `probeNetwork` says that images go one at a time: then a batch is to hold one.
   *
   * A masked value is multiplied, unit by unit, before anybody reads it; what is returned of it is masked as well.
   *
   * @param batch N * C * H * W floats, one image after another; read before the promise settles, never kept
   * @param masks per tensor name U multipliers, the same for all images; ones for a value that has no entry
   * @returns per tensor name N * U floats in the batch's order; the arrays belong to the caller
   * @throws {ShapeError} when the batch or a mask has another length.
   * @throws {RunSpecError} for a mask of a value the session was not opened to mask.
   * @throws {UnsupportedModelError} when the network fails, or a value has no entry for each image.
   */
  run(batch: Float32Array, batchSize: number, masks?: MaskValues): Promise<ReadonlyMap<string, Float32Array>>;
  /** Shapes of the values that can be masked, for one image: [C, H, W] or [C]. */
  readonly maskShapes: ReadonlyMap<string, readonly number[]>;
  /** [N, C, H, W]; N is -1 when the batch size is free. */
  readonly inputShape: readonly number[];
  /** Frees the network; the session cannot be used afterwards. Closing twice does nothing. */
  close(): Promise<void>;
}

/**
 * Opens a network for reading the given values. Any batch size may be run: a network with a fixed one is run several
 * times, the last time filled up with its last image.
 *
 * @param tensors ONNX value names; a repeated name counts once
 * @throws {OnnxFormatError} when the bytes are no ONNX model.
 * @throws {RunSpecError} for a value that the model does not have, when none is given, and for a softmax that is not
 *   read.
 * @throws {UnsupportedModelError} when the network takes no images, a value is no float32 or float16 tensor, a value to
 *   be masked has no batch axis, or the runtime does not accept the model.
 */
export async function openInstrumentedSession(
  model: OnnxModel | Uint8Array,
  tensors: readonly string[],
  options: SessionOptions = {},
): Promise<InstrumentedSession> {
  const { masks = [], softmax, ...runtime } = options;
  const wanted = [...new Set(tensors)];
  if (softmax !== undefined && !wanted.includes(softmax)) {
    throw new RunSpecError(`${softmax}: is to be read as a softmax, but is no checkpoint.`, "checkpoints");
  }
  const network = model instanceof Uint8Array ? readModel(model) : model;
  const maskShapes = await shapesOfMasks(network, [...new Set(masks)]);
  return openNetwork(
    { edited: editNetwork(network, wanted, { maskShapes, softmax }), tensors: wanted, softmax },
    runtime,
  );
}

/** A network that is ready to be opened, by several threads too. */
export interface ReadyNetwork {
  readonly edited: EditedNetwork;
  /** The values that are read, each once. */
  readonly tensors: readonly string[];
  /** One of them, given as probabilities. */
  readonly softmax?: string;
  /** Whether its bytes are what `saveOptimised` wrote; sessions then use them where they lie, see `openOptimised`. */
  readonly isOptimised?: boolean;
}

/**
 * Makes a network ready for reading the given values, none masked.
 *
 * @throws as `openInstrumentedSession`, but for what the runtime does not accept.
 */
export function readyNetwork(model: OnnxModel, tensors: readonly string[], softmax?: string): ReadyNetwork {
  const wanted = [...new Set(tensors)];
  return { edited: editNetwork(model, wanted, { softmax }), tensors: wanted, softmax };
}

/** As `openInstrumentedSession`, when the network is ready. */
export async function openNetwork(
  { edited, tensors: wanted, softmax, isOptimised }: ReadyNetwork,
  runtime: RuntimeOptions,
): Promise<InstrumentedSession> {
  const { maskShapes } = edited;
  const session = await openEdited(edited, runtime, isOptimised);
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
    maskShapes,
    async run(batch, batchSize, masks) {
      if (!Number.isInteger(batchSize) || batchSize < 1) {
        throw new ShapeError(`The batch size is ${batchSize}; it must be a whole number from 1.`);
      }
      const imageSize = inputShape.slice(1).reduce((product, axis) => product * axis, 1);
      if (batch.length !== batchSize * imageSize) {
        throw new ShapeError(
          `The batch holds ${batch.length} numbers; ${batchSize} images of [${inputShape.slice(1).join(",")}] are ${batchSize * imageSize}.`,
        );
      }
      const evaluate = async (images: Float32Array, count: number) => {
        const activations = await session.evaluate(images, count, wanted, masks);
        return valuesByName(activations, count, softmax);
      };
      if (fixedSize === undefined || fixedSize === batchSize) return evaluate(batch, batchSize);
      return runInParts(evaluate, batch, batchSize, fixedSize);
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

async function shapesOfMasks(
  model: OnnxModel,
  tensors: readonly string[],
): Promise<ReadonlyMap<string, readonly number[]>> {
  if (tensors.length === 0) return new Map();
  const shapes = await probeShapes(model, tensors);
  for (const tensor of tensors) {
    if (shapes.has(tensor)) continue;
    throw new UnsupportedModelError(
      `${tensor}: cannot be masked, since it is no floating-point tensor [N,C,H,W] or [N,C] with the batch as its first axis.`,
    );
  }
  return shapes;
}

function valuesByName(
  activations: ReadonlyMap<string, Activation>,
  count: number,
  softmax: string | undefined,
): Map<string, Float32Array> {
  const result = new Map<string, Float32Array>();
  for (const [name, { values, shape }] of activations) {
    if (shape[0] !== count) {
      throw new UnsupportedModelError(
        `${name}: cannot be a checkpoint, since its shape for ${count} images is [${shape.join(",")}]; the first axis must be the batch.`,
      );
    }
    if (name === softmax && values.length !== count * shape[1]) {
      throw new UnsupportedModelError(
        `${name}: has no softmax over classes, since its shape for ${count} images is [${shape.join(",")}]; it must be [N,C] or [N,C,1,1].`,
      );
    }
    result.set(name, values);
  }
  return result;
}

async function runInParts(
  evaluate: (images: Float32Array, count: number) => Promise<Map<string, Float32Array>>,
  batch: Float32Array,
  batchSize: number,
  partSize: number,
): Promise<Map<string, Float32Array>> {
  const imageSize = batch.length / batchSize;
  const result = new Map<string, Float32Array>();
  for (let done = 0; done < batchSize; done += partSize) {
    const count = Math.min(partSize, batchSize - done);
    const images = partOf(batch, imageSize, done, partSize);
    for (const [name, values] of await evaluate(images, partSize)) {
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
