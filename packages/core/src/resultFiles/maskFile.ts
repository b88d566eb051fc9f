import { FileError } from "../errors.js";
import type { Combination } from "../masking/combineMasks.js";
import type { RunSpec } from "../run/runSpec.js";
import type { CheckpointMask, MaskRule } from "../study/maskChoice.js";
import type { RunOrigin } from "./runFile.js";
import type { RunFileReader } from "./runFileReader.js";
import { differenceOfRuns } from "./runIdentity.js";

/** How a mask was made: by a rule, or from two masks. */
export type MaskRecipe =
  | { readonly rule: MaskRule }
  | {
      readonly combination: Combination;
      readonly alpha: number;
      readonly left: MaskRecipe;
      readonly right: MaskRecipe;
    };

/** A mask with where it comes from. */
export interface Mask {
  readonly recipe: MaskRecipe;
  /** The run whose index maps it was made from. */
  readonly origin: RunOrigin;
  readonly run: RunSpec;
  readonly checkpoints: readonly CheckpointMask[];
}

/**
 * Refuses a mask that was made from another run: its units would not be the same, its controls could not be drawn from
 * the run's maps, and it might be tested on images that it was made from.
 *
 * @param file where the mask is, for messages
 * @throws {FileError} naming the difference.
 */
export function requireMaskOfRun(
  file: string,
  mask: Mask,
  { file: runFile, origin, spec }: RunFileReader,
): void {
  const difference = differenceOfRuns(mask, { origin, run: spec });
  if (difference === null) return;
  throw new FileError(
    `The mask "${file}" was made from another run than "${runFile}" (${difference}); make it anew.`,
  );
}

/** The rules that a recipe is made of, from left to right. */
export function rulesOf(recipe: MaskRecipe): MaskRule[] {
  return "rule" in recipe ? [recipe.rule] : [...rulesOf(recipe.left), ...rulesOf(recipe.right)];
}

/** The factor of all rules of a recipe, or null when they have several. */
export function factorOf(recipe: MaskRecipe): string | null {
  const factors = [...new Set(rulesOf(recipe).map(({ factor }) => factor))];
  return factors.length === 1 ? (factors[0] ?? null) : null;
}

/** "ST of hue, percentile 0.9 above, alpha 0": a recipe in words. */
export function recipeText(recipe: MaskRecipe): string {
  if ("rule" in recipe) {
    const { measure, factor, withFactor, percentile, direction, alpha, soft } = recipe.rule;
    const map = `${measure} of ${withFactor === null ? factor : `${factor} with ${withFactor}`}`;
    if (soft !== null) return `${map}, soft ${soft === "M" ? "m" : "1 - m"}`;
    return `${map}, percentile ${percentile} ${direction.toLowerCase()}, alpha ${alpha}`;
  }
  const { combination, alpha, left, right } = recipe;
  return `${combination.toLowerCase()}, alpha ${alpha}, of (${recipeText(left)}) and (${recipeText(right)})`;
}
