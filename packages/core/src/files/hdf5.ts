import { open } from "node:fs/promises";
import h5wasm, { type File, Group } from "h5wasm/node";
import { FileError } from "../errors.js";
import { unreadable } from "./readBytes.js";

const SIGNATURE = Buffer.from("\x89HDF\r\n\x1a\n", "latin1");
/** Level of deflate: indices are noise in their last digits, of which no level makes anything. */
const DEFLATE_LEVEL = 1;
const BYTE_CHUNK = 2 ** 20;

/**
 * Opens an HDF5 file for reading.
 *
 * @param what the file's part in the command, for messages
 * @throws {FileError} when there is none, or it is no HDF5 file.
 */
export async function openHdf5(file: string, what: string): Promise<File> {
  const start = Buffer.alloc(SIGNATURE.length);
  try {
    const handle = await open(file, "r");
    try {
      await handle.read(start, 0, start.length, 0);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw unreadable(file, what, error);
  }
  if (!start.equals(SIGNATURE)) throw new FileError(`The ${what} "${file}" is no HDF5 file.`);
  await prepareLibrary();
  try {
    return new h5wasm.File(file, "r");
  } catch (error) {
    throw new FileError(`The ${what} "${file}" is a damaged or truncated HDF5 file.`, error);
  }
}

/** Makes an HDF5 file; groups and datasets keep the order in which they are made. */
export async function createHdf5(file: string): Promise<File> {
  // The system's errors say more than the library's.
  await (await open(file, "w")).close();
  await prepareLibrary();
  return new h5wasm.File(file, "w", { track_order: true });
}

/** Waits until the library is loaded, and lets it throw errors in place of writing them to stderr. */
async function prepareLibrary(): Promise<void> {
  (await h5wasm.ready).activate_throwing_error_handler();
}

/** A compressed dataset of float32, float64 or uint8; a chunk is one entry of the first axis. */
export function writeNumbers(
  group: Group,
  name: string,
  shape: readonly number[],
  data: Float32Array | Float64Array | Uint8Array,
): void {
  const [, ...rest] = shape;
  group.create_dataset({
    name,
    data,
    shape: [...shape],
    chunks: [1, ...rest],
    compression: "gzip",
    compression_opts: DEFLATE_LEVEL,
  });
}

/** A compressed dataset of bytes, (n), in chunks of at most 1 MiB. */
export function writeBytes(group: Group, name: string, data: Uint8Array): void {
  group.create_dataset({
    name,
    // The library takes no Buffer, which is a Uint8Array to everyone else.
    data: new Uint8Array(data.buffer, data.byteOffset, data.length),
    shape: [data.length],
    chunks: [Math.min(data.length, BYTE_CHUNK)],
    compression: "gzip",
    compression_opts: DEFLATE_LEVEL,
  });
}

/** The group at a path, or undefined. */
export function groupAt(parent: Group, path: string): Group | undefined {
  const entity = parent.get(path);
  return entity instanceof Group ? entity : undefined;
}

/** The value of a text attribute, or undefined. */
export function textAttribute(group: Group, name: string): string | undefined {
  const value = group.attrs[name]?.value;
  return typeof value === "string" ? value : undefined;
}

/** The texts of a list attribute; empty when there is none. */
export function textsAttribute(group: Group, name: string): string[] {
  const value = group.attrs[name]?.value;
  return Array.isArray(value) ? value.map(String) : [];
}
