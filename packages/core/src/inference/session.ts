import { RunSpecError } from "../errors.js";
import { appendSoftmax } from "../onnx/appendSoftmax.js";
import { bringChannelsFirst } from "../onnx/channelsFirst.js";
import { exposeOutputs } from "../onnx/exposeOutputs.js";
import { requireImageSize } from "../onnx/imageNetwork.js";
import { insertMasks } from "../onnx/insertMasks.js";
import { type OnnxModel, readModel } from "../onnx/model.js";
import { type ModelSummary, summariseModel } from "../onnx/summary.js";
import { MaskFeeds, type MaskValues } from "./maskFeeds.js";
import {
  createSession,
  floatValues,
  inputTensor,
  ONNX_RUNTIME_VERSION,
  openOptimised,
  type RuntimeOptions,
  runSession,
} from "./runtime.js";

export { ONNX_RUNTIME_VERSION };

const READABLE_TYPES = new Set(["float32", "float16"]);

/** What is changed in the network before it is opened. */
export interface GraphEdits {
  /** Values multiplied by a mask, with their shape for one image. */
  readonly maskShapes?: ReadonlyMap<string, readonly number[]>;
  /** A value that is read after a softmax over its classes. */
  readonly softmax?: string;
}

/** A network with the values to read exposed, as the runtime is given it; threads can be sent it. */
export interface EditedNetwork {
  readonly summary: ModelSummary;
  /** The file of the network. */
  readonly bytes: Uint8Array;
  /** Of a value that is asked for, the one that is read in its place. */
  readonly readNames: ReadonlyMap<string, string>;
  /** Values that can be masked, with their shape for one image and the input of their mask. */
  readonly maskShapes: ReadonlyMap<string, readonly number[]>;
  readonly maskInputs: ReadonlyMap<string, string>;
}

/** Values of one checkpoint for one batch. */
export interface Activation {
  readonly values: Float32Array;
  /** As the runtime gives it, batch axis included where the value has one; channels first where their axis is known. */
  readonly shape: readonly number[];
}

/** A network opened in ONNX Runtime. It belongs to one thread, and blocks it while it computes. */
export interface RuntimeSession {
  readonly summary: ModelSummary;
  /** Type of an exposed value as the runtime sees it: `float32`, `int64`, `no tensor`. */
  typeOf(tensor: string): string;
  /** True when an exposed value holds floating-point numbers that can be read as activations. */
  isReadable(tensor: string): boolean;
  /**
   * Computes some of the exposed values for one batch.
   *
   * @param images count * C * H * W floats; count must be the model's batch size where that is fixed
   * @param masks of the values in `maskShapes`; ones where there is none
   */
  evaluate(
    images: Float32Array,
    count: number,
    tensors: readonly string[],
    masks?: MaskValues,
  ): Promise<Map<string, Activation>>;
  close(): Promise<void>;
}

/**
 * Opens a model with the given values exposed.
 *
 * All graph optimisations are on; an exposed value is computed as itself, so that operators are not fused across it.
 *
 * @throws {OnnxFormatError} when the bytes are no ONNX model.
 * @throws {RunSpecError} for a value that the model does not have, or when none is given.
 * @throws {UnsupportedModelError} when the model takes no images or the runtime does not accept it.
 */
export function openSession(
  source: OnnxModel | Uint8Array,
  tensors: readonly string[],
  { maskShapes, softmax, ...options }: RuntimeOptions & GraphEdits = {},
): Promise<RuntimeSession> {
  return openEdited(editNetwork(source, tensors, { maskShapes, softmax }), options);
}

/**
 * The network as `openSession` opens it.
 *
 * @throws as `openSession`, but for what the runtime does not accept.
 */
export function editNetwork(
  source: OnnxModel | Uint8Array,
  tensors: readonly string[],
  { maskShapes = new Map(), softmax }: GraphEdits = {},
): EditedNetwork {
  if (tensors.length === 0)
    throw new RunSpecError("No checkpoint is given; at least one is needed.", "checkpoints");
  const model = requireImageSize(source instanceof Uint8Array ? readModel(source) : source);
  const summary = summariseModel(model);
  const { model: ordered, readNames } = bringChannelsFirst(model, tensors);
  const orderedName = (tensor: string) => readNames.get(tensor) ?? tensor;
  // The softmax before masks: whether the value is one already cannot be seen behind a mask.
  const { model: withSoftmax, tensor: probabilities } =
    softmax === undefined
      ? { model: ordered, tensor: undefined }
      : appendSoftmax(ordered, orderedName(softmax));
  const { model: masked, maskInputs } = insertMasks(withSoftmax, maskShapes);
  /** The value that is read for the one asked for. */
  const readName = (tensor: string) =>
    tensor === softmax && probabilities !== undefined ? probabilities : orderedName(tensor);
  const bytes = exposeOutputs(masked, tensors.map(readName));
  return {
    summary,
    bytes,
    readNames: new Map(tensors.map((tensor) => [tensor, readName(tensor)])),
    maskShapes,
    maskInputs,
  };
}

/**
 * Opens a network that was edited before.
 *
 * @param isOptimised whether its bytes are what `saveOptimised` wrote; see `openOptimised` for how long they are needed
 * @throws {UnsupportedModelError} when the runtime does not accept it.
 */
export async function openEdited(
  { summary, bytes, readNames, maskShapes, maskInputs }: EditedNetwork,
  options: RuntimeOptions,
  isOptimised = false,
): Promise<RuntimeSession> {
  const session = await (isOptimised ? openOptimised(bytes, options) : createSession(bytes, options));
  const masksOf = new MaskFeeds(maskShapes, maskInputs);
  const readName = (tensor: string) => readNames.get(tensor) ?? tensor;
  const types = new Map<string, string>();
  for (const output of session.outputMetadata)
    types.set(output.name, output.isTensor ? output.type : "no tensor");
  const typeOf = (tensor: string) => types.get(readName(tensor)) ?? "no output";
  let isOpen = true;

  return {
    summary,
    typeOf,
    isReadable: (tensor) => READABLE_TYPES.has(typeOf(tensor)),
    async evaluate(images, count, wanted, masks = new Map()) {
      if (!isOpen) throw new Error("The session is closed.");
      const shape = [count, ...summary.inputShape.slice(1)];
      const feeds = {
        ...masksOf.feeds(masks),
        [summary.inputName]: inputTensor(summary.inputType, images, shape),
      };
      const results = await runSession(session, feeds, wanted.map(readName), count);
      const activations = new Map<string, Activation>();
      for (const name of wanted) {
        const result = results[readName(name)];
        activations.set(name, { values: floatValues(name, result), shape: result.dims });
      }
      return activations;
    },
    async close() {
      if (!isOpen) return;
      isOpen = false;
      await session.release();
    },
  };
}
