import { chooseMask, type MaskRule } from "../study/maskChoice.js";
import { type Mask, requireMaskOfRun } from "./maskFile.js";
import { readMask } from "./maskFolder.js";
import type { RunFileReader } from "./runFileReader.js";
import { StoredMaps } from "./storedMaps.js";

/**
 * The mask that is asked for: a stored one, or a new one from the run's index maps.
 *
 * @throws {FileError} when a stored mask cannot be read or is none for this run.
 * @throws {RunSpecError} when a rule is impossible.
 */
export async function maskFor(
  request: { readonly folder: string } | { readonly rule: MaskRule },
  run: RunFileReader,
): Promise<Mask> {
  if ("folder" in request) {
    const mask = await readMask(request.folder);
    requireMaskOfRun(request.folder, mask, run);
    return mask;
  }
  const { rule } = request;
  const checkpoints = await chooseMask(rule, run.spec, new StoredMaps(run));
  return { recipe: { rule }, origin: run.origin, run: run.spec, checkpoints };
}
