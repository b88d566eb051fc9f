import { type Combination, combineMasks, type Mask, type MaskRecipe } from "@unitscope/core/commandLine";
import { UsageError } from "../errors.js";

/**
 * Two masks of the same run put together.
 *
 * @param alpha of the combined mask; undefined to take the one that both have
 * @throws {UsageError} when they have different ones.
 * @throws {RunSpecError} when one of them is soft.
 */
export function combinedMask(left: Mask, right: Mask, combination: Combination, alpha?: number): Mask {
  const [a, b] = [alphaOf(left.recipe), alphaOf(right.recipe)];
  if (alpha === undefined && a !== b) {
    throw new UsageError(`The masks multiply by ${a} and by ${b}; give --alpha for the combined mask.`);
  }
  const common = alpha ?? a;
  return {
    recipe: { combination, alpha: common, left: left.recipe, right: right.recipe },
    origin: left.origin,
    run: left.run,
    checkpoints: combineMasks(left.checkpoints, right.checkpoints, combination, common),
  };
}

function alphaOf(recipe: MaskRecipe): number {
  return "rule" in recipe ? recipe.rule.alpha : recipe.alpha;
}
