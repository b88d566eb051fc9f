import { RunSpecError } from "../errors.js";
import type { Combination } from "../masking/combineMasks.js";
import { combinedMask } from "../resultFiles/combinedMask.js";
import type { Mask } from "../resultFiles/maskFile.js";
import { readMask, writeMask } from "../resultFiles/maskFolder.js";
import { differenceOfRuns } from "../resultFiles/runIdentity.js";
import { chooseMask as chooseUnits, type MaskRule } from "../study/maskChoice.js";
import { type AnyRun, unitMapsOf } from "./run.js";

/** Which units a mask changes: `measure`, `factor`, and `percentile` or `soft` have to be given. */
export type MaskRequest = Pick<MaskRule, "measure" | "factor"> &
  Partial<Omit<MaskRule, "measure" | "factor">>;

/**
 * A mask of a run's index maps: the units most (or least) sensitive to a factor, and what their activations are
 * multiplied by. Defaults: direction "ABOVE", alpha 0 (silences), all convolutional checkpoints, seed 0.
 *
 * @throws {RunSpecError} when the rule is impossible, or the run has no such map or checkpoint.
 */
export async function chooseMask(run: AnyRun, request: MaskRequest): Promise<Mask> {
  if (request.percentile === undefined && !request.soft) {
    throw new RunSpecError("Say which units: a percentile from 0 to 1, such as 0.9, or soft.", "percentile");
  }
  const rule: MaskRule = {
    measure: request.measure,
    factor: request.factor,
    withFactor: request.withFactor ?? null,
    percentile: request.percentile ?? 0,
    direction: request.direction ?? "ABOVE",
    checkpoints: request.checkpoints ?? [],
    alpha: request.alpha ?? 0,
    soft: request.soft ?? null,
    seed: request.seed ?? 0,
  };
  const checkpoints = await chooseUnits(rule, run.spec, unitMapsOf(run));
  return { recipe: { rule }, origin: run.origin, run: run.spec, checkpoints };
}

/**
 * Two masks of one run put together.
 *
 * @param options `alpha` of the combined mask; may be left out where both have the same
 * @throws {RunSpecError} when they are of different runs, differ in alpha, or one of them is soft.
 */
export function combineMasks(
  left: Mask,
  right: Mask,
  combination: Combination,
  { alpha }: { alpha?: number } = {},
): Mask {
  const difference = differenceOfRuns(left, right);
  if (difference !== null) {
    throw new RunSpecError(`The masks were made from different runs: ${difference}.`, "right");
  }
  return combinedMask(left, right, combination, alpha);
}

/**
 * Writes a mask as a folder: mask.json, and for each checkpoint its multipliers (NumPy, float32, the checkpoint's shape)
 * and the list of its units (CSV).
 *
 * @param options `run` adds the index of each unit to the lists; `overwrite` replaces a mask that is there
 * @returns the files written
 * @throws {FileError} when there is a mask already, or a file cannot be written.
 */
export async function saveMask(
  folder: string,
  mask: Mask,
  { run, overwrite = false }: { run?: AnyRun; overwrite?: boolean } = {},
): Promise<string[]> {
  const maps = run && unitMapsOf(run);
  // Of two masks together there are no values that the units were chosen by.
  const rule = "rule" in mask.recipe ? mask.recipe.rule : undefined;
  const valuesOf = async (checkpoint: string) =>
    maps && rule ? (await maps.get({ checkpoint, ...rule })).values : undefined;
  return writeMask(folder, mask, valuesOf, overwrite);
}

/**
 * Reads a mask that {@link saveMask} or the command line wrote.
 *
 * @throws {FileError} when the folder holds no mask, or its files do not fit together.
 */
export function openMask(folder: string): Promise<Mask> {
  return readMask(folder);
}
