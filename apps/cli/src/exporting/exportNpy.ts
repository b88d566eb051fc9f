import path from "node:path";
import { writeNpy } from "@unitscope/core/commandLine";
import type { ExportTask } from "./exportTask.js";
import { checkpointFileNames, mapFileName, selectedMaps } from "./selectedMaps.js";

/**
 * One .npy file an index map, float32 of the checkpoint's shape, NaN where undefined.
 *
 * @param also what else of each map to write: half widths as `<map>.halfWidth.npy`, flags (of indices) as boolean
 *   `<map>.trusted.npy` and `<map>.distinguishable.npy`
 */
export async function exportNpy(
  task: ExportTask,
  also: { readonly halfWidths: boolean; readonly flags: boolean },
): Promise<string[]> {
  const { run, selection, directory } = task;
  const names = checkpointFileNames(run);
  const files: string[] = [];
  for (const map of selectedMaps(run, selection)) {
    await task.step();
    const units = run.readUnits(map.checkpoint, map.measure, map.name);
    const write = async (file: string, data: Float32Array | Uint8Array) => {
      await writeNpy(path.join(directory, file), map.checkpoint.shape, data);
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
