import { existsSync, rmSync, statSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { FileError, reasonOf } from "../errors.js";
import { hdf5WriteReason } from "./hdf5WriteError.js";

/**
 * Writes a file wholly or not at all: `write` fills a file beside it, which then takes its name. Whatever stops the
 * process, a half file never has the name that was asked for.
 *
 * @param write gets the path to write to
 * @throws {FileError} when the file cannot be written, or there is no folder for it; errors of `write` that are of our own making pass through.
 */
export async function writeWhole(file: string, write: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = `${file}.${process.pid}.part`;
  const remove = () => {
    if (existsSync(temporary)) rmSync(temporary);
  };
  process.once("exit", remove);
  try {
    await write(temporary);
    await rename(temporary, file);
  } catch (error) {
    remove();
    const reason = isSystemError(error) ? writeReason(file, error) : hdf5WriteReason(error);
    if (reason === undefined) throw error;
    throw new FileError(`"${file}" cannot be written: ${reason}.`, error);
  } finally {
    process.off("exit", remove);
  }
}

/**
 * Finds out before long work whether a file could be written at its end, and leaves nothing behind.
 *
 * @throws {FileError} when it could not.
 */
export async function requireWritable(file: string): Promise<void> {
  const attempt = `${file}.${process.pid}.part`;
  try {
    await writeFile(attempt, "");
    await rm(attempt);
  } catch (error) {
    throw new FileError(`"${file}" cannot be written: ${writeReason(file, error)}.`, error);
  }
}

/**
 * Makes the folder that a result fills, when there is none; not those that it lies in.
 *
 * @throws {FileError} when it cannot be made.
 */
export async function ensureFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST" && statSync(folder).isDirectory()) return;
    throw new FileError(`The folder "${folder}" cannot be made: ${writeReason(folder, error)}.`, error);
  }
}

function writeReason(file: string, error: unknown): string {
  const folder = path.dirname(path.resolve(file));
  const isLost = (error as NodeJS.ErrnoException).code === "ENOENT" && !existsSync(folder);
  return isLost ? `there is no folder "${path.dirname(file)}"` : reasonOf(error);
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && "syscall" in error;
}
