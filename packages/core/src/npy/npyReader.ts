import { type FileHandle, open } from "node:fs/promises";
import { FileError } from "../errors.js";
import { unreadable } from "../files/readBytes.js";
import { headerLength, LONGEST_PREFIX, type NpyType, numberBytes, parseNpyHeader } from "./npyHeader.js";

/** Numbers as they lie in a file. */
export type NpyNumbers = Float32Array | Float64Array;

/** An array in a .npy file, read in pieces: rows are the entries of its first axis. */
export class NpyReader {
  private constructor(
    readonly file: string,
    readonly type: NpyType,
    readonly shape: readonly number[],
    private readonly handle: FileHandle,
    private readonly start: number,
  ) {}

  /**
   * Opens a file and reads its header.
   *
   * @param what the file's part in the command, for messages
   * @throws {FileError} when it is no .npy file of float32 or float64 in C order, or is truncated.
   */
  static async open(file: string, what: string): Promise<NpyReader> {
    const handle = await open(file, "r").catch((error: unknown) => {
      throw unreadable(file, what, error);
    });
    try {
      const size = (await handle.stat()).size;
      const prefix = await readAt(handle, 0, Math.min(size, LONGEST_PREFIX));
      const length = headerLength(prefix, file);
      if (length > size) throw truncated(file, length, size);
      const { type, shape } = parseNpyHeader(await readAt(handle, 0, length), file);
      const whole = length + product(shape) * numberBytes(type);
      if (size < whole) throw truncated(file, whole, size);
      return new NpyReader(file, type, shape, handle, length);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** Entries of the first axis; 1 for a single number. */
  get rows(): number {
    return this.shape[0] ?? 1;
  }

  /** Numbers of one row. */
  get rowLength(): number {
    return product(this.shape.slice(1));
  }

  /** `count` rows from `first` on, one after another. */
  async read(first: number, count: number): Promise<NpyNumbers> {
    const length = count * this.rowLength;
    const bytes = numberBytes(this.type);
    const from = this.start + first * this.rowLength * bytes;
    const buffer = await readAt(this.handle, from, length * bytes);
    if (buffer.length < length * bytes)
      throw truncated(this.file, from + length * bytes, from + buffer.length);
    return this.type === "float32"
      ? new Float32Array(buffer.buffer, buffer.byteOffset, length)
      : new Float64Array(buffer.buffer, buffer.byteOffset, length);
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}

/**
 * A whole array.
 *
 * @throws {FileError} as {@link NpyReader.open}.
 */
export async function readNpy(
  file: string,
  what: string,
): Promise<{ shape: readonly number[]; data: NpyNumbers }> {
  const reader = await NpyReader.open(file, what);
  try {
    return { shape: reader.shape, data: await reader.read(0, reader.rows) };
  } finally {
    await reader.close();
  }
}

/** Bytes at a place, in a buffer of their own, aligned for typed arrays; fewer only at the file's end. */
async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.from(new ArrayBuffer(length));
  let done = 0;
  while (done < length) {
    const { bytesRead } = await handle.read(buffer, done, Math.min(length - done, 2 ** 30), position + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return buffer.subarray(0, done);
}

function product(shape: readonly number[]): number {
  return shape.reduce((total, axis) => total * axis, 1);
}

function truncated(file: string, expected: number, found: number): FileError {
  return new FileError(`"${file}" is truncated: its header asks for ${expected} bytes, it has ${found}.`);
}
