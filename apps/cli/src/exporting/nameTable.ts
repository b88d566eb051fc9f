import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { RunFileReader } from "@unitscope/core/commandLine";
import { checkpointFileNames } from "./selectedMaps.js";

/** Readers of whole folders pass over names that begin with "_". */
const NAME_TABLE = "_names.json";

/**
 * Writes `_names.json` where names of checkpoints cannot be those of files: an object from the beginning of the files' names
 * to the checkpoint's name.
 *
 * @returns the file, as a path in the folder; none where all names are the same.
 */
export async function writeNameTable(run: RunFileReader, directory: string): Promise<string[]> {
  const changed = [...checkpointFileNames(run)].filter(([name, safe]) => name !== safe);
  if (changed.length === 0) return [];
  const table = Object.fromEntries(changed.map(([name, safe]) => [safe, name]));
  await writeFile(path.join(directory, NAME_TABLE), `${JSON.stringify(table, null, 2)}\n`);
  return [NAME_TABLE];
}
