import { FileError, type Network } from "@unitscope/core";
import {
  type Checkpoint,
  type GivenInputs,
  NpyWriter,
  openInstrumentedSession,
  readNpy,
  writeWhole,
} from "@unitscope/core/commandLine";
import { UsageError } from "../errors.js";

/** Images in one call of the runtime, of a network in which they do not act on each other. */
const BATCH = 16;

/** A checkpoint whose activations are multiplied by the numbers in a file. */
export interface MaskFile {
  readonly checkpoint: Checkpoint;
  readonly file: string;
}

/**
 * Writes the activations of a checkpoint for network inputs as they are: no resizing, no normalisation.
 *
 * @returns the shape that was written: [N, C, H, W] or [N, C]
 * @throws {FileError} when a mask has not the shape that the network asks for.
 */
export async function writeActivations(
  out: string,
  { model, oneAtATime }: Network,
  input: GivenInputs,
  checkpoint: Checkpoint,
  masks: readonly MaskFile[],
): Promise<number[]> {
  const values = new Map<string, Float32Array>();
  for (const mask of masks) values.set(mask.checkpoint.tensor, await readMask(mask));
  const { count } = input;
  const shape = [count, ...checkpoint.shape];
  const session = await openInstrumentedSession(model, [checkpoint.tensor], { masks: [...values.keys()] });
  try {
    await writeWhole(out, async (temporary) => {
      const writer = await NpyWriter.create(temporary, "float32", shape);
      try {
        const most = oneAtATime === null ? BATCH : 1;
        for (let first = 0; first < count; first += most) {
          const size = Math.min(most, count - first);
          const batch = await input.read(first, size);
          const activations = await session.run(batch, size, values);
          await writer.append(activations.get(checkpoint.tensor) as Float32Array);
        }
      } catch (error) {
        await writer.abandon();
        throw error;
      }
      await writer.close();
    });
  } finally {
    await session.close();
  }
  return shape;
}

/**
 * Takes `layer1=mask.npy` apart.
 *
 * @throws {UsageError} when there is no "=" in it, or nothing on one side.
 */
export function parseMaskArgument(text: string): { name: string; file: string } {
  const at = text.indexOf("=");
  if (at < 1 || at === text.length - 1) {
    throw new UsageError("It must be CHECKPOINT=FILE, such as layer1=mask.npy.");
  }
  return { name: text.slice(0, at), file: text.slice(at + 1) };
}

async function readMask({ checkpoint, file }: MaskFile): Promise<Float32Array> {
  const { shape, data } = await readNpy(file, "mask");
  if (!sameShape(shape, checkpoint.shape)) {
    throw new FileError(
      `The mask "${file}" is [${shape}]; the checkpoint ${checkpoint.name} is [${checkpoint.shape}].`,
    );
  }
  return data instanceof Float32Array ? data : Float32Array.from(data);
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((axis, i) => axis === b[i]);
}
