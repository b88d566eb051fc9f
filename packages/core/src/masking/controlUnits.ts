import { ShapeError } from "../errors.js";
import { drawUnits } from "./drawUnits.js";
import { type RankRule, takeUnits, type UnitSelection } from "./selectUnits.js";

/** Stream of the units of random masks. */
const CONTROL_STREAM = 0x4d524e44;

/**
 * As many units as a mask has, drawn at random: the control that tells an effect of the units' sensitivity from plain
 * damage. Drawn among all units with a defined index, the mask's own included; units without variance would make the
 * control too harmless.
 *
 * @param values (U) the map the mask comes from; only NaN or not matters.
 * @param count units in the mask.
 * @param seed of this control; another seed, another control.
 * @param place of the checkpoint among those of its run.
 * @returns (count) flat unit numbers, ascending.
 * @throws {ShapeError} when fewer units are defined.
 */
export function randomUnits(values: ArrayLike<number>, count: number, seed: number, place = 0): Uint32Array {
  const defined = new Uint32Array(values.length);
  let n = 0;
  for (let u = 0; u < values.length; u++) if (!Number.isNaN(values[u])) defined[n++] = u;
  if (count > n) {
    throw new ShapeError(`A random mask of ${count} units is asked for, but only ${n} units have an index.`);
  }
  return drawUnits(defined.subarray(0, n), count, { seed, stream: CONTROL_STREAM, index: place });
}

/**
 * As many units as a mask has, those of the smallest defined values: the complement of the most sensitive ones.
 * Negative values are ranked as they are.
 *
 * @param values (U) the map the mask comes from.
 * @param count units in the mask.
 */
export function leastSensitiveUnits(
  values: ArrayLike<number>,
  count: number,
  rule: Pick<RankRule, "seed" | "byMagnitude">,
  place = 0,
): UnitSelection {
  return takeUnits(values, count, { ...rule, direction: "BELOW" }, place);
}
