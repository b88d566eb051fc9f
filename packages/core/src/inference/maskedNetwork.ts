import type { InferenceSession, Tensor } from "onnxruntime-node";
import { ShapeError, UnsupportedModelError } from "../errors.js";
import { bringChannelsFirst } from "../onnx/channelsFirst.js";
import { exposeOutputs } from "../onnx/exposeOutputs.js";
import { requireImageSize } from "../onnx/imageNetwork.js";
import { insertMasks } from "../onnx/insertMasks.js";
import { type OnnxModel, readModel } from "../onnx/model.js";
import { type SplitNetwork, splitAtInputs } from "../onnx/splitAtInputs.js";
import { type ModelSummary, summariseModel } from "../onnx/summary.js";
import { partOf } from "./batchParts.js";
import { MaskFeeds, type MaskValues } from "./maskFeeds.js";
import { createSession, floatValues, inputTensor, type RuntimeOptions, runSession } from "./runtime.js";

/** What is masked and what is read of it. */
export interface MaskedNetworkOptions extends RuntimeOptions {
  /** Values multiplied by a mask, with their shape for one image. */
  readonly maskShapes: ReadonlyMap<string, readonly number[]>;
  /** The value that is read: [K] for one image. */
  readonly output: string;
  /** Whether the network is never to see two images at once, see `probeNetwork`; false when left out. */
  readonly oneAtATime?: boolean;
}

/** A network that is evaluated under many masks. It belongs to one thread, and blocks it while it computes. */
export interface MaskedNetwork {
  /** [N, C, H, W]; N is -1 when the batch size is free. */
  readonly inputShape: readonly number[];
  /**
   * Whether what comes before the masks is computed once a batch. False where the network could not be cut in two: then it
   * is computed as a whole for every mask, with the same results.
   */
  readonly isSplit: boolean;
  /**
   * The output for one batch under each of several masks. The masks of a variant are asked for when it is their turn, and
   * read before the next ones are, so that their arrays can be used again.
   *
   * @param batch count * C * H * W floats; not changed while this goes on
   * @param variants masks by value name; ones where there is none
   * @returns (count, K) a variant, of its own
   * @throws {ShapeError} when the batch or a mask has another length.
   * @throws {UnsupportedModelError} when the network fails, or the output has no entry for each image.
   */
  predict(batch: Float32Array, count: number, variants: Iterable<MaskValues>): AsyncGenerator<Float32Array>;
  /** Frees the network; closing twice does nothing. */
  close(): Promise<void>;
}

/**
 * Opens a network for evaluation under masks: one pair of sessions, for the part before the masks and the part behind,
 * serves all of them. Any batch size may be evaluated.
 *
 * @throws {OnnxFormatError} when the bytes are no ONNX model.
 * @throws {RunSpecError} for a value that the model does not have.
 * @throws {UnsupportedModelError} when the network takes no images, or the runtime does not accept it.
 */
export async function openMaskedNetwork(
  source: OnnxModel | Uint8Array,
  { maskShapes, output: answer, oneAtATime = false, ...runtime }: MaskedNetworkOptions,
): Promise<MaskedNetwork> {
  const network = requireImageSize(source instanceof Uint8Array ? readModel(source) : source);
  const summary = summariseModel(network);
  const { model, readNames } = bringChannelsFirst(network, [answer]);
  const output = readNames.get(answer) ?? answer;
  const { model: masked, maskInputs } = insertMasks(model, maskShapes);
  const feedsOf = new MaskFeeds(maskShapes, maskInputs);
  const split = splitAtInputs(masked, new Set(maskInputs.values()), output);
  const parts =
    split === null
      ? await openWhole(exposeOutputs(masked, [output]), summary, runtime)
      : await openParts(split, summary, runtime, oneAtATime);
  const { inputShape } = summary;
  const imageSize = inputShape.slice(1).reduce((product, axis) => product * axis, 1);
  let isOpen = true;

  return {
    inputShape,
    isSplit: split !== null,
    async *predict(batch, count, variants) {
      if (!isOpen) throw new Error("The network is closed.");
      if (!Number.isInteger(count) || count < 1 || batch.length !== count * imageSize) {
        throw new ShapeError(
          `The batch holds ${batch.length} numbers; ${count} images of [${inputShape.slice(1).join(",")}] are ${count * imageSize}.`,
        );
      }
      const size = inputShape[0] > 0 ? inputShape[0] : count;
      const starts: Record<string, Tensor>[] = [];
      for (let first = 0; first < count; first += size) {
        starts.push(await parts.start(partOf(batch, imageSize, first, size), size));
      }
      for (const masks of variants) {
        const maskFeeds = feedsOf.feeds(masks);
        const results: Float32Array[] = [];
        for (const start of starts) {
          const found = await runSession(parts.end, { ...start, ...maskFeeds }, [output], size);
          results.push(rowsOf(answer, found[output], size));
        }
        yield joined(results, count, size);
      }
    },
    async close() {
      if (!isOpen) return;
      isOpen = false;
      await parts.close();
    },
  };
}

/** What is computed once a batch, and the session for every mask. */
interface Parts {
  /** What `end` is fed with besides masks. */
  start(images: Float32Array, count: number): Promise<Record<string, Tensor>>;
  readonly end: InferenceSession;
  close(): Promise<void>;
}

async function openWhole(
  bytes: Uint8Array,
  { inputName, inputType, inputShape }: ModelSummary,
  options: RuntimeOptions,
): Promise<Parts> {
  const end = await createSession(bytes, options);
  return {
    start: async (images, count) => ({
      [inputName]: inputTensor(inputType, images, [count, ...inputShape.slice(1)]),
    }),
    end,
    close: () => end.release(),
  };
}

async function openParts(
  split: SplitNetwork,
  summary: ModelSummary,
  options: RuntimeOptions,
  oneAtATime: boolean,
): Promise<Parts> {
  const { inputName, inputType, inputShape } = summary;
  const head = await createSession(split.head, options);
  const names = split.frontier.map(({ name }) => name);
  const start = (images: Float32Array, count: number) => {
    const shape = [count, ...inputShape.slice(1)];
    return runSession(head, { [inputName]: inputTensor(inputType, images, shape) }, names, count);
  };
  try {
    const sizes = inputShape[0] > 0 ? [inputShape[0]] : oneAtATime ? [1] : [2, 3];
    const shapes = await frontierShapes(start, inputShape, sizes, names);
    const end = await createSession(split.tail(shapes), options);
    const close = async () => {
      await head.release();
      await end.release();
    };
    return { start, end, close };
  } catch (error) {
    await head.release();
    throw error;
  }
}

/**
 * Shapes of the values that pass, seen on zeros, since the runtime chooses its kernels by what is declared. Axes that
 * differ between two batch sizes are free.
 *
 * @param sizes of batches that are tried
 */
async function frontierShapes(
  start: Parts["start"],
  [, ...image]: readonly number[],
  sizes: readonly number[],
  names: readonly string[],
): Promise<Map<string, readonly number[]>> {
  const seen: Record<string, Tensor>[] = [];
  for (const size of sizes) {
    const length = image.reduce((product, axis) => product * axis, size);
    seen.push(await start(new Float32Array(length), size));
  }
  const shapes = new Map<string, readonly number[]>();
  for (const name of names) {
    const [first, ...others] = seen.map((values) => values[name].dims);
    if (others.some((dims) => dims.length !== first.length)) continue;
    shapes.set(
      name,
      first.map((length, axis) => (others.every((dims) => dims[axis] === length) ? length : -1)),
    );
  }
  return shapes;
}

function rowsOf(output: string, result: Tensor, count: number): Float32Array {
  const { dims } = result;
  if (dims[0] === count && dims.slice(2).every((axis) => axis === 1)) return floatValues(output, result);
  throw new UnsupportedModelError(
    `${output}: no classes can be read from it, since its shape for ${count} images is [${dims.join(",")}]; it must be [N,K].`,
  );
}

/** Rows of consecutive parts, without those of images that only fill the last part up. */
function joined(parts: readonly Float32Array[], count: number, size: number): Float32Array {
  if (parts.length === 1 && count === size) return parts[0];
  const classes = parts[0].length / size;
  const rows = new Float32Array(count * classes);
  for (const [i, part] of parts.entries()) {
    rows.set(part.subarray(0, Math.min(size, count - i * size) * classes), i * size * classes);
  }
  return rows;
}
