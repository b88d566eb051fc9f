import path from "node:path";
import { writeWhole } from "@unitscope/core/files/writeWhole";
import { writeNpy } from "@unitscope/core/npy/npyWriter";
import type { RunFileReader } from "@unitscope/core/resultFiles/runFileReader";
import { checkpointFileNames, mapFileName, type Selection, selectedMaps } from "./selectedMaps.js";

/**
 * One .npy file an index map, float32 of the checkpoint's shape, NaN where undefined.
 *
 * @param also what else of each map to write: half widths as `<map>.halfWidth.npy`, flags (of indices) as boolean
 *   `<map>.trusted.npy` and `<map>.distinguishable.npy`
 * @returns the files written
 */
export async function exportNpy(
  run: RunFileReader,
  selection: Selection,
  directory: string,
  also: { readonly halfWidths: boolean; readonly flags: boolean },
): Promise<string[]> {
  const files: string[] = [];
  const names = checkpointFileNames(run);
  for (const map of selectedMaps(run, selection)) {
    const units = run.readUnits(map.checkpoint, map.measure, map.name);
    const write = async (name: string, data: Float32Array | Uint8Array) => {
      const file = path.join(directory, name);
      await writeWhole(file, (temporary) => writeNpy(temporary, map.checkpoint.shape, data));
      files.push(file);
    };
    const stem = mapFileName(map, names);
    await write(`${stem}.npy`, units.values);
    if (also.halfWidths) await write(`${stem}.halfWidth.npy`, units.halfWidths);
    const flags = also.flags ? run.readFlags(map.checkpoint, map.measure, map.name) : null;
    if (flags === null) continue;
    await write(`${stem}.trusted.npy`, flags.trusted);
    await write(`${stem}.distinguishable.npy`, flags.distinguishable);
  }
  return files;
}
