import { type FileHandle, open } from "node:fs/promises";
import { ShapeError } from "@unitscope/core/errors";
import { encodeNpyHeader, type NpyType } from "./npyHeader.js";
import type { NpyNumbers } from "./npyReader.js";

/** A .npy file (version 1, little-endian, C order) that is filled from the front. */
export class NpyWriter {
  private left: number;

  private constructor(
    private readonly handle: FileHandle,
    private readonly type: NpyType,
    shape: readonly number[],
  ) {
    this.left = shape.reduce((product, axis) => product * axis, 1);
  }

  /** Makes the file and writes its header. */
  static async create(file: string, type: NpyType, shape: readonly number[]): Promise<NpyWriter> {
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
  async append(values: NpyNumbers): Promise<void> {
    if (values.length > this.left) {
      throw new ShapeError(
        `${values.length} numbers are too many: the array has room for ${this.left} more.`,
      );
    }
    this.left -= values.length;
    const numbers = this.type === "float32" ? asFloat32(values) : asFloat64(values);
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

/** Writes a whole array in the type of its numbers. */
export async function writeNpy(file: string, shape: readonly number[], data: NpyNumbers): Promise<void> {
  const type = data instanceof Float32Array ? "float32" : "float64";
  const writer = await NpyWriter.create(file, type, shape);
  await writer.append(data);
  await writer.close();
}

function asFloat32(values: NpyNumbers): Float32Array {
  return values instanceof Float32Array ? values : Float32Array.from(values);
}

function asFloat64(values: NpyNumbers): Float64Array {
  return values instanceof Float64Array ? values : Float64Array.from(values);
}
