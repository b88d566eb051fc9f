// First, before the runtime is loaded.
import "./noTelemetry.js";
import { env, InferenceSession, Tensor } from "onnxruntime-node";
import { RunSpecError, UnsupportedModelError } from "../errors.js";
import type { InputType } from "../onnx/imageInput.js";
import { type ExecutionProvider, type OnFallback, withProvider } from "./executionProvider.js";
import { decodeFloat16, encodeFloat16 } from "./float16.js";
import { settleOnPatterns } from "./float16Patterns.js";
import { floatTensor } from "./floatTensor.js";

/** Version of the runtime that computes the activations; part of where a number came from. */
export const ONNX_RUNTIME_VERSION: string = env.versions.node ?? env.versions.common;

// Before anybody makes a tensor.
settleOnPatterns();

/** Severity from which the runtime writes to stderr: 4 is what ends the process. Failures come as errors of ours. */
const LOG_FATAL_ONLY = 4;

/** Settings of a session that do not depend on the network. */
export interface RuntimeOptions {
  /** Threads inside one operator, 1 by default: parallel work is spread over sessions, not inside them. */
  readonly intraOpThreads?: number;
  /** `cpu` by default; where another one cannot be used, the CPU is. */
  readonly executionProvider?: ExecutionProvider;
  readonly onFallback?: OnFallback;
}

/**
 * Opens a model file. All graph optimisations are on.
 *
 * @throws {RunSpecError} when the number of threads is none.
 * @throws {UnsupportedModelError} when the runtime does not accept the model.
 */
export async function createSession(
  bytes: Uint8Array,
  { executionProvider = "cpu", onFallback, ...options }: RuntimeOptions,
): Promise<InferenceSession> {
  const settings = settingsOf(options);
  const open = (provider: ExecutionProvider) =>
    InferenceSession.create(bytes, {
      ...settings,
      // What a provider does not know is left to the CPU.
      executionProviders: provider === "cpu" ? ["cpu"] : [provider, "cpu"],
    });
  try {
    return await withProvider(executionProvider, open, onFallback);
  } catch (cause) {
    throw notAccepted(cause);
  }
}

/**
 * Writes the model as the CPU computes it once all graph optimisations are done, for {@link openOptimised} on this machine.
 *
 * @param file to be written; its name ends in `.ort`
 * @throws {UnsupportedModelError} when the runtime does not accept the model or cannot write it in this form.
 */
export async function saveOptimised(bytes: Uint8Array, file: string): Promise<void> {
  try {
    const session = await InferenceSession.create(bytes, {
      ...settingsOf({}),
      executionProviders: ["cpu"],
      optimizedModelFilePath: file,
      extra: { session: { save_model_format: "ORT" } },
    });
    await session.release();
  } catch (cause) {
    throw notAccepted(cause);
  }
}

/**
 * Opens what {@link saveOptimised} wrote, on the CPU; it computes the same bits. The session reads its weights where they
 * lie: until it is released, the memory must be held, be it by another thread that it was transferred to.
 *
 * @param bytes the whole file; sessions of several threads may be opened from the same memory
 * @throws {UnsupportedModelError} when they are damaged.
 */
export async function openOptimised(
  bytes: Uint8Array,
  options: Pick<RuntimeOptions, "intraOpThreads">,
): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(bytes, {
      ...settingsOf(options),
      executionProviders: ["cpu"],
      graphOptimizationLevel: "disabled",
      extra: { session: { use_ort_model_bytes_directly: "1", use_ort_model_bytes_for_initializers: "1" } },
    });
  } catch (cause) {
    throw notAccepted(cause);
  }
}

function settingsOf({
  intraOpThreads = 1,
}: Pick<RuntimeOptions, "intraOpThreads">): InferenceSession.SessionOptions {
  if (!Number.isInteger(intraOpThreads) || intraOpThreads < 1) {
    throw new RunSpecError(
      `intraOpThreads is ${intraOpThreads}; it must be a whole number from 1.`,
      "intraOpThreads",
    );
  }
  env.logLevel = "fatal";
  return {
    executionMode: "sequential",
    graphOptimizationLevel: "all",
    intraOpNumThreads: intraOpThreads,
    interOpNumThreads: 1,
    logSeverityLevel: LOG_FATAL_ONLY,
  };
}

function notAccepted(cause: unknown): UnsupportedModelError {
  return new UnsupportedModelError(
    `ONNX Runtime ${ONNX_RUNTIME_VERSION} does not accept the model: ${reason(cause)}`,
    cause,
  );
}

/**
 * Computes some outputs for a batch of `count`.
 *
 * @throws {UnsupportedModelError} when the network fails.
 */
export async function runSession(
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

/**
 * A batch of images in the type that the network reads. For uint8 the numbers are rounded to the nearest level, ties to
 * even as torch's `round`, and held within 0 to 255.
 */
export function inputTensor(type: InputType, images: Float32Array, shape: readonly number[]): Tensor {
  switch (type) {
    case "float32":
      return floatTensor(images, shape);
    case "float16":
      return new Tensor("float16", encodeFloat16(images), shape);
    case "uint8":
      // A clamped array rounds in just this way.
      return new Tensor("uint8", new Uint8Array(Uint8ClampedArray.from(images).buffer), shape);
  }
}

/**
 * The numbers of a result; float32 results are handed on without a copy.
 *
 * @throws {UnsupportedModelError} when they are of another type.
 */
export function floatValues(name: string, { data, type }: Tensor): Float32Array {
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
