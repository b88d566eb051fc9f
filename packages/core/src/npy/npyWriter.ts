import { type FileHandle, open } from "node:fs/promises";
import { ShapeError } from "../errors.js";
import { encodeNpyHeader, type WrittenNpyType } from "./npyHeader.js";
import type { NpyNumbers } from "./npyReader.js";

/** A .npy file (version 1, little-endian, C order) that is filled from the front. */
export class NpyWriter {
  private left: number;

  private constructor(
    private readonly handle: FileHandle,
    private readonly type: WrittenNpyType,
    shape: readonly number[],
  ) {
    this.left = shape.reduce((product, axis) => product * axis, 1);
  }

  /** Makes the file and writes its header. */
  static async create(file: string, type: WrittenNpyType, shape: readonly number[]): Promise<NpyWriter> {
    const handle = await open(file, "w");
    const writer = new NpyWriter(handle, type, shape);
    await writer.writeBytes(encodeNpyHeader(type, shape));
    return writer;
  }

  /**
   * Writes the next numbers, converted to the file's type.
   *
   * @throws {ShapeError} when they are more than the shape has room for.
   */
  async append(values: WrittenNumbers): Promise<void> {
    if (values.length > this.left) {
      throw new ShapeError(
        `${values.length} numbers are too many: the array has room for ${this.left} more.`,
      );
    }
    this.left -= values.length;
    const numbers = CONVERT[this.type](values);
    await this.writeBytes(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
  }

  /**
   * Ends the file.
   *
   * @throws {ShapeError} when numbers are missing.
   */
  async close(): Promise<void> {
    await this.handle.close();
    if (this.left > 0) throw new ShapeError(`The array is not complete: ${this.left} numbers are missing.`);
  }

  /** Closes the file without a look at what is missing. */
  async abandon(): Promise<void> {
    await this.handle.close();
  }

  private async writeBytes(bytes: Uint8Array): Promise<void> {
    let done = 0;
    while (done < bytes.length) {
      const { bytesWritten } = await this.handle.write(bytes, done, Math.min(bytes.length - done, 2 ** 30));
      done += bytesWritten;
    }
  }
}

/** Writes a whole array in the type of its numbers; bytes are truth values, 0 or 1. */
export async function writeNpy(file: string, shape: readonly number[], data: WrittenNumbers): Promise<void> {
  const writer = await NpyWriter.create(file, typeOf(data), shape);
  await writer.append(data);
  await writer.close();
}

type WrittenNumbers = NpyNumbers | Uint8Array;

function typeOf(data: WrittenNumbers): WrittenNpyType {
  if (data instanceof Uint8Array) return "bool";
  return data instanceof Float32Array ? "float32" : "float64";
}

const CONVERT: Readonly<Record<WrittenNpyType, (values: WrittenNumbers) => WrittenNumbers>> = {
  float32: (values) => (values instanceof Float32Array ? values : Float32Array.from(values)),
  float64: (values) => (values instanceof Float64Array ? values : Float64Array.from(values)),
  bool: (values) =>
    values instanceof Uint8Array ? values : Uint8Array.from(values, (value) => (value ? 1 : 0)),
};
