import { env, InferenceSession, Tensor } from "onnxruntime-node";
import { RunSpecError, UnsupportedModelError } from "../errors.js";
import { appendSoftmax } from "../onnx/appendSoftmax.js";
import { exposeOutputs } from "../onnx/exposeOutputs.js";
import { insertMasks } from "../onnx/insertMasks.js";
import { type OnnxModel, readModel } from "../onnx/model.js";
import { type ModelSummary, summariseModel } from "../onnx/summary.js";
import { decodeFloat16, encodeFloat16 } from "./float16.js";
import { settleOnPatterns } from "./float16Patterns.js";
import { floatTensor } from "./floatTensor.js";
import { MaskFeeds, type MaskValues } from "./maskFeeds.js";

/** Version of the runtime that computes the activations; part of where a number came from. */
export const ONNX_RUNTIME_VERSION: string = env.versions.node ?? env.versions.common;

/** Severity from which the runtime writes to stderr: 3 is errors. */
const LOG_ERRORS_ONLY = 3;

const READABLE_TYPES = new Set(["float32", "float16"]);

/** Settings of a session that do not depend on the network. */
export interface ThreadOptions {
  /** Threads inside one operator, 1 by default: parallel work is spread over sessions, not inside them. */
  readonly intraOpThreads?: number;
}

/** What is changed in the network before it is opened. */
export interface GraphEdits {
  /** Values multiplied by a mask, with their shape for one image. */
  readonly maskShapes?: ReadonlyMap<string, readonly number[]>;
  /** A value that is read after a softmax over its classes. */
  readonly softmax?: string;
}

/** Values of one checkpoint for one batch. */
export interface Activation {
  readonly values: Float32Array;
  /** As the runtime gives it, batch axis included where the value has one. */
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
   * @param images count * 3 * H * W floats; count must be the model's batch size where that is fixed
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
export async function openSession(
  source: OnnxModel | Uint8Array,
  tensors: readonly string[],
  { intraOpThreads = 1, maskShapes = new Map(), softmax }: ThreadOptions & GraphEdits = {},
): Promise<RuntimeSession> {
  if (tensors.length === 0)
    throw new RunSpecError("No checkpoint is given; at least one is needed.", "checkpoints");
  if (!Number.isInteger(intraOpThreads) || intraOpThreads < 1) {
    throw new RunSpecError(
      `intraOpThreads is ${intraOpThreads}; it must be a whole number from 1.`,
      "intraOpThreads",
    );
  }
  settleOnPatterns();
  const model = source instanceof Uint8Array ? readModel(source) : source;
  const summary = summariseModel(model);
  // The softmax first: whether the value is one already cannot be seen behind a mask.
  const { model: withSoftmax, tensor: probabilities } =
    softmax === undefined ? { model, tensor: undefined } : appendSoftmax(model, softmax);
  const { model: masked, maskInputs } = insertMasks(withSoftmax, maskShapes);
  const masksOf = new MaskFeeds(maskShapes, maskInputs);
  /** The value that is read for the one asked for. */
  const readName = (tensor: string) => (tensor === softmax ? (probabilities ?? tensor) : tensor);
  const bytes = exposeOutputs(masked, tensors.map(readName));
  env.logLevel = "error";
  const session = await createSession(bytes, {
    executionProviders: ["cpu"],
    executionMode: "sequential",
    graphOptimizationLevel: "all",
    intraOpNumThreads: intraOpThreads,
    interOpNumThreads: 1,
    logSeverityLevel: LOG_ERRORS_ONLY,
  });
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

async function createSession(
  bytes: Uint8Array,
  options: InferenceSession.SessionOptions,
): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(bytes, options);
  } catch (cause) {
    throw new UnsupportedModelError(
      `ONNX Runtime ${ONNX_RUNTIME_VERSION} does not accept the model: ${reason(cause)}`,
      cause,
    );
  }
}

async function runSession(
  session: InferenceSession,
  feeds: Record<string, Tensor>,
  wanted: readonly string[],
  count: number,
): Promise<Record<string, Tensor>> {
  try {
    return (await session.run(feeds, wanted)) as Record<string, Tensor>;
  } catch (cause) {
    throw new UnsupportedModelError(`The network fails on a batch of ${count}: ${reason(cause)}`, cause);
  }
}

function inputTensor(type: "float32" | "float16", images: Float32Array, shape: readonly number[]): Tensor {
  if (type === "float16") return new Tensor("float16", encodeFloat16(images), shape);
  return floatTensor(images, shape);
}

/** The numbers of a result; float32 results are handed on without a copy. */
function floatValues(name: string, { data, type }: Tensor): Float32Array {
  if (data instanceof Float32Array) return data;
  if (type === "float16" && ArrayBuffer.isView(data)) {
    return decodeFloat16(new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2));
  }
  throw new UnsupportedModelError(
    `${name}: its values are ${type}; only floating-point activations are read.`,
  );
}

function reason(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
