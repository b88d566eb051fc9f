import path from "node:path";
import { writeNpy } from "../files/npyWriter.js";
import type { RunFileReader } from "../files/runFileReader.js";
import { writeWhole } from "../files/writeWhole.js";
import { mapFileName, type Selection, selectedMaps } from "./selectedMaps.js";

/**
 * One .npy file an index map, float32 of the checkpoint's shape, NaN where undefined.
 *
 * @param halfWidths true to write those too, as `<map>.halfWidth.npy`
 * @returns the files written
 */
export async function exportNpy(
  run: RunFileReader,
  selection: Selection,
  directory: string,
  halfWidths: boolean,
): Promise<string[]> {
  const files: string[] = [];
  for (const map of selectedMaps(run, selection)) {
    const units = run.readUnits(map.checkpoint, map.measure, map.name);
    const write = async (name: string, data: Float32Array) => {
      const file = path.join(directory, name);
      await writeWhole(file, (temporary) => writeNpy(temporary, map.checkpoint.shape, data));
      files.push(file);
    };
    await write(`${mapFileName(map)}.npy`, units.values);
    if (halfWidths) await write(`${mapFileName(map)}.halfWidth.npy`, units.halfWidths);
  }
  return files;
}
