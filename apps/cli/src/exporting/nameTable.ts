import { writeFile } from "node:fs/promises";
import path from "node:path";
import { writeWhole } from "@unitscope/core/files/writeWhole";
import type { RunFileReader } from "@unitscope/core/resultFiles/runFileReader";
import { checkpointFileNames } from "./selectedMaps.js";

/**
 * Writes `names.json` where names of checkpoints cannot be those of files: an object from the beginning of the files' names
 * to the checkpoint's name.
 *
 * @returns the file; none where all names are the same.
 */
export async function writeNameTable(run: RunFileReader, directory: string): Promise<string[]> {
  const changed = [...checkpointFileNames(run)].filter(([name, safe]) => name !== safe);
  if (changed.length === 0) return [];
  const file = path.join(directory, "names.json");
  const table = Object.fromEntries(changed.map(([name, safe]) => [safe, name]));
  await writeWhole(file, (temporary) => writeFile(temporary, `${JSON.stringify(table, null, 2)}\n`));
  return [file];
}
