import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { FileError, reasonOf } from "../errors.js";
import { hdf5WriteReason } from "./hdf5WriteError.js";

/**
 * Fills a folder with files wholly or not at all: `write` fills a folder inside it, whose files are then moved. Whatever
 * stops the process before, the folder is as it was, or not there when it was not.
 *
 * @param write gets the folder to write to
 * @param clear makes room before the files are moved, when all of them are written
 * @throws {FileError} when a file cannot be written; errors of `write` that are of our own making pass through.
 */
export async function fillFolder(
  folder: string,
  write: (temporary: string) => Promise<void>,
  clear: () => void = () => undefined,
): Promise<void> {
  // Readers of whole folders pass over names that begin so.
  const temporary = path.join(folder, `_part.${process.pid}`);
  const isNew = !existsSync(folder);
  const remove = () => {
    rmSync(temporary, { recursive: true, force: true });
    if (isNew && existsSync(folder) && readdirSync(folder).length === 0) rmSync(folder, { recursive: true });
  };
  process.once("exit", remove);
  try {
    if (isNew) mkdirSync(folder);
    mkdirSync(temporary);
    await write(temporary);
    clear();
    for (const name of readdirSync(temporary))
      renameSync(path.join(temporary, name), path.join(folder, name));
  } catch (error) {
    const isSystemError = error instanceof Error && "syscall" in error;
    const reason = isSystemError ? reasonOf(error) : hdf5WriteReason(error);
    if (reason === undefined) throw error;
    throw new FileError(`"${folder}" cannot be filled: ${reason}.`, error);
  } finally {
    process.off("exit", remove);
    remove();
  }
}
