import { existsSync, rmSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { FileError, reasonOf } from "../errors.js";
import { hdf5WriteReason } from "./hdf5WriteError.js";

/**
 * Writes a file wholly or not at all: `write` fills a file beside it, which then takes its name. Whatever stops the
 * process, a half file never has the name that was asked for; the folder is made when there is none.
 *
 * @param write gets the path to write to
 * @throws {FileError} when the file cannot be written; errors of `write` that are of our own making pass through.
 */
export async function writeWhole(file: string, write: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = `${file}.${process.pid}.part`;
  const remove = () => {
    if (existsSync(temporary)) rmSync(temporary);
  };
  process.once("exit", remove);
  try {
    await mkdir(path.dirname(path.resolve(file)), { recursive: true });
    await write(temporary);
    await rename(temporary, file);
  } catch (error) {
    remove();
    const reason = isSystemError(error) ? reasonOf(error) : hdf5WriteReason(error);
    if (reason === undefined) throw error;
    throw new FileError(`"${file}" cannot be written: ${reason}.`, error);
  } finally {
    process.off("exit", remove);
  }
}

/**
 * Finds out before long work whether a file could be written at its end, and leaves nothing behind but the folder.
 *
 * @throws {FileError} when it could not.
 */
export async function requireWritable(file: string): Promise<void> {
  const attempt = `${file}.${process.pid}.part`;
  try {
    await mkdir(path.dirname(path.resolve(file)), { recursive: true });
    await writeFile(attempt, "");
    await rm(attempt);
  } catch (error) {
    throw new FileError(`"${file}" cannot be written: ${reasonOf(error)}.`, error);
  }
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && "syscall" in error;
}
