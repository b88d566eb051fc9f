import { readFile } from "node:fs/promises";
import { FileError, reasonOf } from "../errors.js";

/**
 * The bytes of a file.
 *
 * @param what the file's part in the command, for messages: "model", "image"
 * @throws {FileError} when it cannot be read.
 */
export async function readBytes(path: string, what: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw unreadable(path, what, error);
  }
}

/**
 * The content of a JSON file.
 *
 * @throws {FileError} when it cannot be read or is no JSON.
 */
export async function readJson(path: string, what: string): Promise<unknown> {
  const bytes = await readBytes(path, what);
  try {
    return JSON.parse(bytes.toString("utf8")) as unknown;
  } catch (error) {
    throw new FileError(`The ${what} "${path}" is no JSON: ${reasonOf(error)}.`, error);
  }
}

/** The error for a file that the system does not give. */
export function unreadable(path: string, what: string, error: unknown): FileError {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code === "ENOENT") return new FileError(`There is no ${what} "${path}".`, error);
  if (code === "EISDIR")
    return new FileError(`The ${what} "${path}" is a folder; a file is expected.`, error);
  return new FileError(`The ${what} "${path}" cannot be read: ${reasonOf(error)}.`, error);
}
