import { RunSpecError, ShapeError } from "../errors.js";
import { readNpy } from "../npy/npyReader.js";
import type { Checkpoint } from "../onnx/describeCheckpoints.js";
import { givenInputs } from "./givenInputs.js";
import { findCheckpoint, type Network, networkAt } from "./network.js";
import { type NumericArray, type RowReader, withRows } from "./numericArray.js";

/** Images in one call of the runtime, of a network in which they do not act on each other. */
const BATCH = 16;

/** Multipliers of a checkpoint's activations, of its shape [C, H, W] or [C]; or the path of their .npy file. */
export type Multipliers = string | NumericArray;

/** Activations of one checkpoint as they come. */
export interface ActivationStream {
  readonly checkpoint: Checkpoint;
  /** [N, C, H, W] or [N, C]. */
  readonly shape: readonly number[];
  /** Pieces of the whole, one after another. */
  batches(): AsyncGenerator<Float32Array>;
}

/**
 * The activations of a checkpoint for inputs that go into the network as they are: no resizing, no normalisation.
 *
 * @param input [N, C, H, W] in the network's own order of axes, or without N for one image; an array or the path of a .npy
 *   file. A network that takes uint8 is given the numbers rounded to whole levels of 0 to 255.
 * @param checkpoint name or tensor name
 * @param options `masks` by name of their checkpoint: multiplied by them before anything reads them
 * @returns [N, C, H, W] or [N, C]
 * @throws {ShapeError} when input or mask have not the shape that the network asks for.
 * @throws {RunSpecError} when there is no such checkpoint.
 * @throws {FileError} when a file cannot be read.
 */
export async function activations(
  network: Network,
  input: string | NumericArray,
  checkpoint: string,
  { masks = {} }: { masks?: Readonly<Record<string, Multipliers>> } = {},
): Promise<{ readonly shape: readonly number[]; readonly data: Float32Array }> {
  return withRows(input, "input", async (rows) => {
    const stream = await activationStream(network, rows, checkpoint, masks);
    const data = new Float32Array(stream.shape.reduce((product, axis) => product * axis, 1));
    let at = 0;
    for await (const batch of stream.batches()) {
      data.set(batch, at);
      at += batch.length;
    }
    return { shape: stream.shape, data };
  });
}

/** As {@link activations}, piece by piece. */
export async function activationStream(
  opened: Network,
  input: RowReader,
  name: string,
  masks: Readonly<Record<string, Multipliers>>,
): Promise<ActivationStream> {
  const { count, size, read } = givenInputs(input, opened.summary);
  const network = await networkAt(opened, size);
  const { model, oneAtATime } = network;
  const checkpoint = findCheckpoint(network, name);
  const multipliers = new Map<string, Float32Array>();
  for (const [maskName, mask] of Object.entries(masks)) {
    const masked = findCheckpoint(network, maskName);
    if (multipliers.has(masked.tensor)) {
      throw new RunSpecError(`The masks name ${masked.name} twice.`, "masks");
    }
    multipliers.set(masked.tensor, await multipliersFor(masked, mask));
  }
  return {
    checkpoint,
    shape: [count, ...checkpoint.shape],
    async *batches() {
      const { openInstrumentedSession } = await import("../inference/instrumentedSession.js");
      const session = await openInstrumentedSession(model, [checkpoint.tensor], {
        masks: [...multipliers.keys()],
      });
      try {
        const most = oneAtATime === null ? BATCH : 1;
        for (let first = 0; first < count; first += most) {
          const images = Math.min(most, count - first);
          const batch = await read(first, images);
          const found = await session.run(batch, images, multipliers);
          yield found.get(checkpoint.tensor) as Float32Array;
        }
      } finally {
        await session.close();
      }
    },
  };
}

async function multipliersFor(checkpoint: Checkpoint, mask: Multipliers): Promise<Float32Array> {
  const { shape, data } = typeof mask === "string" ? await readNpy(mask, "mask") : mask;
  if (!sameShape(shape, checkpoint.shape)) {
    const what = typeof mask === "string" ? `The mask "${mask}"` : "A mask";
    throw new ShapeError(
      `${what} is [${shape}]; the checkpoint ${checkpoint.name} is [${checkpoint.shape}].`,
    );
  }
  return data instanceof Float32Array ? data : Float32Array.from(data);
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((axis, i) => axis === b[i]);
}
