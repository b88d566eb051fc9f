import { readlinkSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { FileError, reasonOf } from "../errors.js";
import { decodeText } from "../text/decodeText.js";

/** `readFile` refuses larger files: 2 GiB less a byte. */
const LARGEST_AT_ONCE = 2 ** 31 - 1;

/**
 * The bytes of a file, also of one of several GiB.
 *
 * @param what the file's part in the command, for messages: "model", "image"
 * @throws {FileError} when it cannot be read.
 */
export async function readBytes(path: string, what: string): Promise<Buffer> {
  try {
    const handle = await open(path, "r");
    try {
      const { size } = await handle.stat();
      return size > LARGEST_AT_ONCE ? await readLarge(handle, size) : await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw unreadable(path, what, error);
  }
}

async function readLarge(handle: FileHandle, size: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(size);
  let done = 0;
  while (done < size) {
    const { bytesRead } = await handle.read(bytes, done, Math.min(size - done, 2 ** 30), done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return bytes.subarray(0, done);
}

/**
 * The text of a file, UTF-8 or what its byte order mark says; the mark is no part of it.
 *
 * @throws {FileError} when it cannot be read.
 */
export async function readText(path: string, what: string): Promise<string> {
  return decodeText(await readBytes(path, what));
}

/**
 * The content of a JSON file, with or without byte order mark.
 *
 * @throws {FileError} when it cannot be read or is no JSON.
 */
export async function readJson(path: string, what: string): Promise<unknown> {
  const text = await readText(path, what);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new FileError(`The ${what} "${path}" is no JSON: ${reasonOf(error)}.`, error);
  }
}

/** What is said of a file or folder that is not there; of a link that leads nowhere, where it leads. */
function missingText(path: string, what: string): string {
  try {
    return `The ${what} "${path}" is a link to "${readlinkSync(path)}", which does not exist.`;
  } catch {
    return `There is no ${what} "${path}".`;
  }
}

/** The error for a file that the system does not give. */
export function unreadable(path: string, what: string, error: unknown): FileError {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code === "ENOENT") return new FileError(missingText(path, what), error);
  if (code === "EISDIR")
    return new FileError(`The ${what} "${path}" is a folder; a file is expected.`, error);
  return new FileError(`The ${what} "${path}" cannot be read: ${reasonOf(error)}.`, error);
}
